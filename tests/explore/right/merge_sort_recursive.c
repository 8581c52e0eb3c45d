/* verdict: clean
   what: merge sort that starts a thread for the left half, down to a depth */
#include <assert.h>
#include <pthread.h>
#include <string.h>

struct part {
    int *data;
    int count;
    int depth;
};

static void merge(int *data, int middle, int count)
{
    int merged[count];
    int a = 0, b = middle;
    for (int i = 0; i < count; i++)
        if (b == count || (a < middle && data[a] <= data[b]))
            merged[i] = data[a++];
        else
            merged[i] = data[b++];
    memcpy(data, merged, sizeof merged);
}

static void *sort(void *arg)
{
    struct part *part = arg;
    if (part->count < 2)
        return NULL;
    int middle = part->count / 2;
    struct part left = {part->data, middle, part->depth - 1};
    struct part right = {part->data + middle, part->count - middle, part->depth - 1};
    pthread_t helper;
    if (part->depth > 0) {
        pthread_create(&helper, NULL, sort, &left);
        sort(&right);
        pthread_join(helper, NULL);
    } else {
        sort(&left);
        sort(&right);
    }
    merge(part->data, middle, part->count);
    return NULL;
}

int main(void)
{
    int data[] = {5, 2, 9, 1, 7, 3, 8, 6, 4, 0};
    struct part all = {data, 10, 2};
    sort(&all);
    for (int i = 0; i < 10; i++)
        assert(data[i] == i);
    return 0;
}
