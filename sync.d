sync.o: /tmp/compile_sub/04_sync/sync.c tasks/04_sync/sync.h \
 runner/jobs.h
