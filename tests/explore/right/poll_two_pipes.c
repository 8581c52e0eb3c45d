/* verdict: clean
   what: main polls two pipes until both writers have closed theirs */
#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

struct source {
    pthread_t thread;
    int ends[2];
    char letter;
};

static void *write_letter(void *arg)
{
    struct source *s = arg;
    ssize_t n = write(s->ends[1], &s->letter, 1);
    assert(n == 1);
    close(s->ends[1]);
    return NULL;
}

int main(void)
{
    struct source sources[2] = {{.letter = 'a'}, {.letter = 'b'}};
    struct pollfd polls[2];
    int open = 2, sum = 0;
    for (int i = 0; i < 2; i++) {
        if (pipe(sources[i].ends) != 0)
            return 1;
        polls[i] = (struct pollfd){.fd = sources[i].ends[0], .events = POLLIN};
        pthread_create(&sources[i].thread, NULL, write_letter, &sources[i]);
    }
    while (open > 0) {
        int ready = poll(polls, 2, -1);
        assert(ready > 0);
        for (int i = 0; i < 2; i++) {
            char c;
            if (polls[i].revents == 0)
                continue;
            if (read(polls[i].fd, &c, 1) == 1) {
                sum += c;
            } else {
                polls[i].fd = -1;
                open--;
            }
        }
    }
    for (int i = 0; i < 2; i++)
        pthread_join(sources[i].thread, NULL);
    assert(sum == 'a' + 'b');
    return 0;
}
