/*
 * review_talk.h - what the checks of task 6 share: request_review talking to endpoints in
 * the check's own process, and made-up texts.
 */
#ifndef REVIEW_TALK_H
#define REVIEW_TALK_H

#include "check.h"
#include "endpoint.h"
#include "review_maker.h"

/* One request of the learner's, to an endpoint of its own, and what came of it. */
struct exchange {
    struct endpoint_plan plan;     /* what the endpoint plays */
    struct endpoint *endpoint;     /* while the probe runs */
    struct endpoint_record record; /* what it was sent */
};

/* A port of 127.0.0.1 on which nobody can listen: it is bound, for as long as *fd is open.
 * 0: none could be had. */
unsigned closed_port(int *fd);

/*
 * Starts the endpoints, runs a scenario with their ports ("ask" sends one request to each,
 * in order), and stops them. `arguments` are the scenario's others. Returns as run_probe,
 * with the records filled in whatever it returns; forget_exchanges frees them.
 */
const struct evidence *talk(struct judgement *check, const char *scenario,
                            struct exchange *exchanges, int count, uint32_t text_seed,
                            const char *arguments);
void forget_exchanges(struct exchange *exchanges, int count);

/* What the probe observed under name followed by n: "returned0". */
int64_t seen_nth(const struct evidence *seen, const char *name, int n);

/* The scenario's name for what became of review->text. */
enum { REVIEW_TEXT_NONE, REVIEW_TEXT_UNTOUCHED, REVIEW_TEXT_THERE };

/* Fails the check unless the n-th request_review answered -1 with this errno, and left no
 * text; `reply` names what the endpoint did ("status 401"). True when so. */
bool refused_with(struct judgement *check, const struct evidence *seen, int n, int error,
                  const char *reply);

/* Fails the check unless exactly one request came. True when so. */
bool one_request(struct judgement *check, const struct exchange *exchange,
                 const char *reply);

/* Fails the check unless `json` is the request that the contract describes, with the
 * made-up model and the made-up snippet of this kind in it. True when so. */
bool request_is_right(struct judgement *check, const char *json, uint32_t text_seed,
                      enum text_kind snippet);

/* Fails the check unless the texts are equal; shows the first difference. True when so. */
bool same_text(struct judgement *check, const char *what, const char *got,
               const char *want);

/* A seed for texts. */
uint32_t random_text_seed(struct judgement *check);

/* Judges calls that were made one after the other, each with another allocation failing: the
 * document that the scenario observed has a line for each. */
void judge_tries(struct judgement *check, const struct evidence *seen);

#endif
