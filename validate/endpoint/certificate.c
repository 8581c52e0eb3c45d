/*
 * certificate.c - what the endpoint shows when it speaks https.
 *
 * Signed by itself and known to nobody: a client that verifies must refuse it. Its key
 * stands here for all to read, so it protects nothing, and nothing may trust it.
 */
#include "replies.h"

const char SELF_SIGNED_CERTIFICATE[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBkTCCATagAwIBAgIUfoaO2gOIA18TTxBYezyW32ddRhYwCgYIKoZIzj0EAwIw\n"
    "FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMzAxMjUwMFoYDzIxMjYxMDMw\n"
    "MDEyNTAwWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAAQOiPusU0aE9o/kgUWGH+D32hRizyg0tUssKmmj1QZaGoKGLpIIQ2ji\n"
    "0oYTGMgQd6GzErGokv2U34oBkmXo3D/mo2QwYjAdBgNVHQ4EFgQU3ymR7HxT0Zsi\n"
    "Jnh3SiqkE80bNPUwHwYDVR0jBBgwFoAU3ymR7HxT0ZsiJnh3SiqkE80bNPUwDwYD\n"
    "VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC\n"
    "IQCm2Mb0OSeyo1mZYgpD0HGXJgj9/Y5t2NFRcJzLcrGV0QIhAO0muN7OjN1Y1P0L\n"
    "uiakBtOeTVRDKwyV2b9o88JFDRyr\n"
    "-----END CERTIFICATE-----\n";

const char SELF_SIGNED_KEY[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEIKIMDOt//5BJiY8NtmU9g8mDlHZA/Y86Rwkr11Wa4bpAoAoGCCqGSM49\n"
    "AwEHoUQDQgAEDoj7rFNGhPaP5IFFhh/g99oUYs8oNLVLLCppo9UGWhqChi6SCENo\n"
    "4tKGExjIEHehsxKxqJL9lN+KAZJl6Nw/5g==\n"
    "-----END EC PRIVATE KEY-----\n";

/* Of the certificate in review_maker.c: it is in order, but of another host. */
const char OTHER_HOSTS_KEY[] =
    "-----BEGIN EC PRIVATE KEY-----\n"
    "MHcCAQEEIMyu8tdR3siaFDwID5/5eM7HrZH302y3qpJOVtjoj+eroAoGCCqGSM49\n"
    "AwEHoUQDQgAEgRh7Dee3DvLh+FeTqqz6soNiAT7NECZvS1rGrIY8jfOIFxVaVkwg\n"
    "G/BgKptIOQU3+QdjUif/EShAXeq+v94vYw==\n"
    "-----END EC PRIVATE KEY-----\n";
