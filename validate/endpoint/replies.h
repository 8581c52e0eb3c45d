/*
 * replies.h - what the endpoint plays. For endpoint.c, and for checks that must know how
 * long a body is.
 */
#ifndef ENDPOINT_REPLIES_H
#define ENDPOINT_REPLIES_H

/* What a reviewer might say about task 6's snippet. As with real reviews, not all of it
 * is right, and not all that is wrong is named: the learner is to judge it. */
extern const char CANNED_REVIEW[];

extern const char NOT_JSON_BODY[];
extern const char NO_CHOICES_BODY[];
extern const char EMPTY_CHOICES_BODY[];
extern const char NULL_CONTENT_BODY[];

/* In PEM: a certificate for 127.0.0.1 that nobody has reason to trust, and its key. */
extern const char SELF_SIGNED_CERTIFICATE[];
extern const char SELF_SIGNED_KEY[];

/* In PEM: the key of OTHER_HOSTS_CERTIFICATE (review_maker.h). */
extern const char OTHER_HOSTS_KEY[];

/* A chat completion with this text, as JSON; to be freed with free(). NULL: out of
 * memory. */
char *chat_completion(const char *text);

/* The error object that such servers send with a status that isn't 200; the same. */
char *error_body(unsigned status);

#endif
