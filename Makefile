# The lab's commands. `make help` lists them; everything made lies below build/.

TASK     ?=
FROM     ?= tasks
SEED     ?=
FORMAT   ?= text
OUTPUT   ?=
FUNCTION ?=
FILE     ?=
BUDGET   ?=
REPLAY   ?=
ARGS     ?=
CHECK    ?=
SEEN     ?=
PUZZLE   ?=
OPERATOR ?=

CFLAGS  ?= -O1
CFLAGS  += -std=gnu17 -g -Wall -Wextra -MMD -MP -fno-omit-frame-pointer
# SANITIZE=-fsanitize=address,undefined instruments the validator; never what learner code is linked
# with, which the explorer and the probes could not bear.
LDFLAGS += $(SANITIZE)

# A variable that nothing reads is a typo: TAKS=1, task=1.
READ := TASK FROM SEED FORMAT OUTPUT FUNCTION FILE BUDGET REPLAY ARGS CHECK SEEN PUZZLE OPERATOR \
    FULL STEP FAILURES PLAIN ANSWER DIFF REPEAT ENGINE RUNS CONDITIONS JOBS AGAIN PARTS NO_COLOR SANITIZE \
    CC AR CFLAGS CPPFLAGS LDFLAGS LDLIBS SHELL
TYPED := $(foreach name,$(.VARIABLES),$(if $(filter command,$(origin $(name))),$(name)))
ifeq ($(MAKELEVEL),0)
$(foreach name,$(filter-out $(READ) -*-%,$(TYPED)),\
    $(warning $(name)= is nothing that the lab reads, so it changes nothing; make help has the names))
endif

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
export SEED ENGINE NO_COLOR

# ---- what learners type ---------------------------------------------------------------

.PHONY: help validate watch play lesson hint solution reset progress report run review explore replay doctor editor update-check debug
help:
	@sed -n 's/^#: //p' Makefile

#: The lab's commands (TASK=1..6):
#:
#:   make lesson [TASK=n]     the introduction, or a task's lesson (ANSWER=1: with the answer)
#:   make validate [TASK=n]   judge your file, or all of them     (SEED=s, FROM=solutions|DIR)
#:   make watch [TASK=n]      judge at every save, with a key for each kind of help
#:   make replay TASK=n       step through the schedule that breaks a check
#:                            (CHECK=name; FULL=1: as a table, with every step)
#:   make play TASK=4         puzzles: you decide which thread goes on   (PUZZLE=number)
#:   make hint TASK=n         one more hint                       (FUNCTION=name)
#:   make solution TASK=n     the finished file                   (DIFF=1: against yours)
#:   make reset TASK=n        put the stub back; your file is kept in build/backup
#:   make progress            where you stand
#:   make report              a page for the browser: every check, every failing schedule step by step
#:   make run                 what each change pays on this machine  (FROM=..., ENGINE=reentrant, REPEAT=n)
#:   make review              ask a model to review the snippet of task 6
#:   make explore FILE=prog.c look for a schedule that breaks a program of your own
#:                            (BUDGET=schedules, REPLAY=token, FULL=1, STEP=1: step by step
#:                            on the terminal, ARGS="-DN=3 -lm")
#:
#:   make debug TASK=n        gdb on your code, in the call that a check saw fail  (CHECK=name)
#:   make doctor              what the lab finds on this machine, and what to do where something is amiss
#:   make editor              tell your editor how the files are compiled
#:   make update-check        what an update of the lab changed since you began  (TASK=n SEEN=1)
#:   make setup               install what the lab needs
#:   make test                the lab's own tests (make bench: its speed; make lint: its style)
#:   make prove               the validator's verdicts on the whole corpus, under load, on one core,
#:                            with little memory                  (TASK=n, RUNS=n, CONDITIONS=idle)
#:   make mutate [TASK=n]     what the checks say of mutants of the solutions (OPERATOR=name)
#:   make clean               delete build/, except your backups and your progress

validate: build/ready
	@build/lab validate $(TASK) --from=$(FROM) --seed=$(SEED) --format=$(FORMAT) \
	    $(if $(OUTPUT),--output=$(OUTPUT))

watch: build/ready
	@build/lab watch $(TASK) $(if $(SEED),--seed=$(SEED))

replay: build/ready
	@build/lab replay $(TASK) --check=$(CHECK) --format=$(FORMAT) $(if $(FULL),--full)

play: build/ready
	@build/lab play $(TASK) --from=$(FROM) --puzzle=$(PUZZLE) $(if $(PLAIN),--plain)

lesson: build/ready
	@build/lab lesson $(TASK) $(if $(ANSWER),--answer)

hint: build/ready
	@build/lab hint $(TASK) --function=$(FUNCTION)

solution: build/ready
	@build/lab solution $(TASK) $(if $(DIFF),--diff)

reset: build/ready
	@build/lab reset $(TASK)

progress: build/ready
	@build/lab progress

# The page is written whatever the verdicts are.
REPORT := build/report.html
report: build/ready
	@build/lab validate $(TASK) --from=$(FROM) --seed=$(SEED) --format=html --output=$(REPORT); \
	status=$$?; [ $$status -gt 1 ] || { echo "Open $(REPORT) in a browser."; exit 0; }; exit $$status

run: build/ready
	@build/lab run --from=$(FROM) $(if $(REPEAT),--repeat=$(REPEAT))

review: build/ready
	@build/lab review --from=$(FROM)

# Works also where the lab can't be built.
doctor:
	@sh validate/setup/doctor.sh

editor: build/ready
	@build/lab editor

debug: build/ready
	@build/lab debug $(TASK) --check=$(CHECK)

update-check: build/ready
	@build/lab update-check $(TASK) $(if $(SEEN),--seen)

# FILE is one name, which may have blanks in it, or several.
explore: build/ready
	@if [ -e "$(FILE)" ]; then set -- "$(FILE)"; else set -- $(FILE); fi; \
	build/lab explore "$$@" --format=$(FORMAT) --budget=$(BUDGET) --seed=$(SEED) \
	    --replay=$(REPLAY) $(if $(FULL),--full) $(if $(STEP),--step) $(if $(FAILURES),--failures) -- $(ARGS)

# ---- set-up -----------------------------------------------------------------------------

.PHONY: setup clean
setup:
	@sh validate/setup/setup.sh

# Made once, and again when the list of what is needed changes.
build/.setup: validate/setup/setup.sh
	@sh validate/setup/setup.sh
	@mkdir -p build && touch $@

clean:
	@if [ -d build ]; then find build -mindepth 1 -maxdepth 1 ! -name backup \
	    ! -name begun ! -name progress.json -exec rm -rf {} +; fi

# ---- the validator ------------------------------------------------------------------------

EXPLORE_PARTS := engine model memory search
LAB_DIRS      := build report html cli watch counterexample player
VALIDATE_DIRS := common probe checks endpoint explore $(LAB_DIRS) \
    $(addprefix explore/,$(EXPLORE_PARTS) program)
INCLUDES      := -Irunner $(addprefix -Ivalidate/,$(VALIDATE_DIRS))
TASK_DIRS     := $(sort $(wildcard tasks/[0-9][0-9]_*))
TASK_FOLDERS  := $(notdir $(TASK_DIRS))

objects = $(patsubst %.c,build/obj/$(1)/%.o,$(2))
flat    = $(patsubst %.c,build/obj/$(1)/%.o,$(notdir $(2)))

COMMON_SOURCES   := $(wildcard validate/common/*.c)
LAB_SOURCES      := $(COMMON_SOURCES) $(wildcard $(patsubst %,validate/%/*.c,$(LAB_DIRS)))
CHECK_SOURCES    := $(COMMON_SOURCES) $(wildcard validate/checks/*.c validate/endpoint/*.c \
    validate/counterexample/*.c) validate/report/page.c validate/report/utf8.c
PROBE_SOURCES    := $(wildcard validate/common/*_maker.c) $(wildcard validate/probe/*.c)
EXPLORE_SOURCES  := $(wildcard $(patsubst %,validate/explore/%/*.c,$(EXPLORE_PARTS)))
PROGRAM_SOURCES  := $(wildcard validate/explore/program/*.c)
LAB_PARTS        := $(foreach variant,plain tsan,$(foreach folder,$(TASK_FOLDERS),build/obj/$(variant)/$(folder).o \
    build/obj/prelinked/$(variant)/$(folder).o) build/obj/$(variant)/jobs.o build/obj/link.$(variant))
RUN_SOURCES      := $(filter-out %/ai_client.c %/env_file.c %/review_main.c,$(wildcard runner/*.c runner/charts/*.c)) validate/common/html.c
REVIEW_SOURCES   := runner/ai_client.c runner/env_file.c runner/review_main.c $(wildcard validate/endpoint/*.c) \
    validate/common/review_maker.c
STANDIN_SOURCES  := $(wildcard validate/standins/*.c)

LAB_OBJECTS     := $(call objects,lab,$(LAB_SOURCES) validate/explore/engine/words.c)
CHECK_OBJECTS   := $(call objects,checks,$(CHECK_SOURCES) runner/jobs.c validate/explore/engine/words.c)
PROBE_OBJECTS   := $(call objects,probe,$(PROBE_SOURCES) $(EXPLORE_SOURCES) runner/ai_client.c runner/env_file.c)
EXPLORER_OBJECTS := $(call objects,probe,$(EXPLORE_SOURCES)) build/obj/explorer/main.o build/obj/explorer/ranges.o
MARKER_OBJECTS   := build/obj/explorer/program_begin.o build/obj/explorer/program_end.o
HOOKS            := build/obj/probe/validate/explore/memory/hooks.o
CHECKS_OF       := build/obj/checks/validate/checks
TASK_CHECKS     := $(filter $(addsuffix %,$(addprefix $(CHECKS_OF)/,$(TASK_FOLDERS))),$(CHECK_OBJECTS))
CHECK_PROGRAMS  := $(addprefix build/checks.,$(TASK_FOLDERS))
NO_DIFFS        := $(CHECKS_OF)/no_diffs.o
RUN_OBJECTS     := $(call flat,run,$(RUN_SOURCES))
REVIEW_OBJECTS  := $(call flat,review,$(REVIEW_SOURCES))
STANDIN_OBJECTS := $(call flat,standin,$(STANDIN_SOURCES))

# Everything a command needs. The objects are made side by side.
.PHONY: build/ready
build/ready: build/.setup
	@test -x build/lab || echo "Building the lab; only the first time takes a while ..."
	@$(MAKE) -s $(SIDE_BY_SIDE) build/complete
	@$(FORGET_SOURCES)

# The rules below know each object's source; of the compiler's dependencies only headers are kept. A source
# that moves in an update of the lab would be missed where it was.
FORGET_SOURCES = [ -e build/.sources ] || touch -d @0 build/.sources; \
    find build/obj -name '*.d' -newer build/.sources -exec sed -i 's/ [^ ]*[.]c\( \|$$\)/ /' {} + && \
    touch build/.sources

.PHONY: build/complete
build/complete: build/lab build/manifest.json $(CHECK_PROGRAMS) build/obj/libprobe.a build/obj/liblazy.a $(LAB_PARTS) \
    build/obj/libexplorer.a $(MARKER_OBJECTS) build/obj/explorer/hooks.o build/obj/librun.a build/obj/libreview.a $(STANDIN_OBJECTS)

COMPILE = @mkdir -p $(@D) && $(CC) $(CFLAGS) $(INCLUDES)
SIDE_BY_SIDE = $(if $(filter -j%,$(MAKEFLAGS)),,-j$$(nproc))

build/obj/lab/%.o: %.c
	$(COMPILE) $(SANITIZE) -c $< -o $@
# A scenario without arguments has an empty format string.
build/obj/checks/validate/checks/%.o: validate/checks/%.c
	$(COMPILE) $(SANITIZE) -Wno-format-zero-length $(addprefix -I,$(TASK_DIRS)) -c $< -o $@
build/obj/checks/%.o: %.c
	$(COMPILE) $(SANITIZE) -c $< -o $@
build/obj/probe/%.o: %.c
	$(COMPILE) -fno-pie -c $< -o $@
# The explorer runs hundreds of thousands of schedules: its speed is felt.
build/obj/probe/validate/explore/%.o: validate/explore/%.c
	$(COMPILE) -O3 -fno-pie -c $< -o $@
build/obj/probe/validate/probe/filter.o: build/obj/probe/seccomp_filter.h
build/obj/probe/validate/probe/filter.o: INCLUDES += -Ibuild/obj/probe
build/obj/probe/seccomp_filter.h: validate/probe/filter/maker.c validate/probe/denied_calls.h
	@mkdir -p $(@D) && $(CC) $(filter-out -M%,$(CFLAGS)) -Ivalidate/probe -o $(@D)/filter_maker $< -lseccomp
	@$(@D)/filter_maker > $@.new && mv $@.new $@
build/obj/explorer/%.o: validate/explore/program/%.c
	$(COMPILE) -O2 -fno-pie -c $< -o $@
build/obj/run/%.o: runner/%.c
	$(COMPILE) -O2 -Irunner/charts $(addprefix -I,$(TASK_DIRS)) -c $< -o $@
build/obj/run/%.o: runner/charts/%.c
	$(COMPILE) -O2 -Irunner/charts $(addprefix -I,$(TASK_DIRS)) -c $< -o $@
build/obj/run/%.o: validate/common/%.c
	$(COMPILE) -O2 -c $< -o $@
build/obj/review/%.o: runner/%.c
	$(COMPILE) -Itasks/06_ai_review -c $< -o $@
build/obj/review/%.o: validate/endpoint/%.c
	$(COMPILE) -c $< -o $@
build/obj/review/%.o: validate/common/%.c
	$(COMPILE) -c $< -o $@
build/obj/standin/%.o: validate/standins/%.c
	$(COMPILE) -Itasks/$* -c $< -o $@

# Scenarios: scenarios/NN_name*.c become one object a task. Their thread calls go to the probe's
# wrappers, so that they run under the explorer.
.SECONDEXPANSION:
SCENARIO_SOURCES = $$(wildcard validate/probe/scenarios/$$(*)*.c)
COMPILE_SCENARIO = @rm -rf $@.parts && mkdir -p $@.parts && for source in $(filter %.c,$^); do \
    $(CC) $(CFLAGS) $(INCLUDES) $(addprefix -I,$(TASK_DIRS)) -fno-pie $(1) -MT $@ -c $$source \
        -o $@.parts/$$(basename $$source .c).o || exit 1; done
build/obj/plain/%.o: $(SCENARIO_SOURCES) validate/probe/redirect.txt
	$(call COMPILE_SCENARIO)
	@ld -r -o $@.raw $@.parts/*.o
	@sed -nE 's/^(pthread_.*|sem_.*|sched_yield|.*sleep)$$/\1 lab_\1/p' \
	    validate/probe/redirect.txt > $@.syms
	@objcopy --redefine-syms=$@.syms $@.raw $@
build/obj/tsan/%.o: $(SCENARIO_SOURCES)
	$(call COMPILE_SCENARIO,-fsanitize=thread)
	@ld -r -o $@ $@.parts/*.o
build/obj/plain/jobs.o: runner/jobs.c
	$(COMPILE) -O2 -fno-pie -c $< -o $@
build/obj/tsan/jobs.o: runner/jobs.c
	$(COMPILE) -fno-pie -fsanitize=thread -c $< -o $@

build/obj/librun.a: $(RUN_OBJECTS)
	@rm -f $@ && ar rcs $@ $^
build/obj/libreview.a: $(REVIEW_OBJECTS)
	@rm -f $@ && ar rcs $@ $^
# Learners link with these after each edit: without the lab's own debugging information, and in as few
# pieces as can be, it takes half as long. The explorer's hooks are apart: they have the names of
# ThreadSanitizer's, and would take their place.
build/obj/explorer/hooks.o: $(HOOKS)
	@mkdir -p $(@D) && objcopy -g $< $@
build/obj/libprobe.a: $(filter-out $(HOOKS),$(PROBE_OBJECTS))
	@rm -f $@ $@.new && ar rcs $@.new $^ && objcopy -g $@.new && mv $@.new $@
# libcurl brings thirty others with it, and few probes call it: it is loaded when they do. The same for the
# checks' libmicrohttpd.
build/obj/lazy_curl.o build/obj/lazy_microhttpd.o: build/obj/lazy_%.o: validate/common/lazy_library.sh
	@mkdir -p $(@D) && CC="$(CC)" sh $< lib$*.so > $(@:.o=.s) && $(CC) -c $(@:.o=.s) -o $@
build/obj/liblazy.a: build/obj/lazy_curl.o build/obj/probe/validate/common/lazy_library.o
	@rm -f $@ && ar rcs $@ $^
build/obj/prelinked/plain/%.o: build/obj/plain/%.o build/obj/plain/jobs.o build/obj/libprobe.a
	@mkdir -p $(@D) && ld -r -u main -o $@ $^
build/obj/prelinked/tsan/%.o: build/obj/tsan/%.o build/obj/tsan/jobs.o build/obj/libprobe.a
	@mkdir -p $(@D) && ld -r -u main -o $@ $^

# What gcc tells ld, a word a line.
build/obj/link.plain: FOR_VARIANT := -static-libgcc
build/obj/link.tsan: FOR_VARIANT := -fsanitize=thread
build/obj/link.plain build/obj/link.tsan: Makefile
	@mkdir -p $(@D) && words=$$(gcc -### -no-pie -pthread $(FOR_VARIANT) -fno-use-linker-plugin -Wl,--build-id=none -Wl,INPUTS \
	    -Wl,--as-needed -lcjson -lm -o OUTPUT 2>&1 | sed -n 's/^ [^ ]*collect2"\{0,1\} //p') && \
	    eval "printf '%s\n' ld $$words" > $@.new && mv $@.new $@

# What a program is linked with sees only the names that are meant for it.
build/obj/libexplorer.a: $(EXPLORER_OBJECTS)
	@ld -r -o build/obj/explorer/whole.o $^
	@objcopy -g -w -G main -G 'explore_*' -G '__tsan_*' -G '__sanitizer_cov_*' \
	    build/obj/explorer/whole.o build/obj/explorer/explorer.o
	@rm -f $@.new && ar rcs $@.new build/obj/explorer/explorer.o && mv $@.new $@

# Criterion starts a process for each check: what it can do without is not loaded each time. Archives are
# linked in where they are all there, and a task has a program of its own, so that only the one that
# speaks HTTP loads what that needs.
archive    = $(shell $(CC) -print-file-name=$(1))
archives   = $(foreach name,$(1),$(call archive,lib$(name).a))
if_there   = $(if $(filter-out /%,$(1)),$(2),$(1))
CRITERION  = $(call if_there,$(call archives,criterion boxfort protobuf-nanopb ffi),-lcriterion) -lnanomsg
LIBDW      = $(call if_there,$(call archives,dw elf z),-ldw -lelf)
LAB_LIBS   = -Wl,--as-needed -lcjson $(LIBDW) -lcmark -lncursesw -ltinfo -pthread
CHECK_LIBS = -Wl,--as-needed $(CRITERION) $(LIBDW) -lcjson -lmicrohttpd -pthread -lm $(call archive,libbacktrace.a)

build/lab: $(LAB_OBJECTS)
	@$(CC) $(LDFLAGS) -o $@ $^ $(LAB_LIBS)

build/obj/libchecks.a: $(filter-out $(TASK_CHECKS) $(NO_DIFFS),$(CHECK_OBJECTS)) build/obj/lazy_microhttpd.o
	@rm -f $@ && ar rcs $@ $^
$(foreach folder,$(TASK_FOLDERS),$(eval build/checks.$(folder): \
    $(filter $(CHECKS_OF)/$(folder)%,$(TASK_CHECKS)) $(NO_DIFFS) build/obj/libchecks.a))
build/checks: $(TASK_CHECKS) $(NO_DIFFS) build/obj/libchecks.a
build/checks $(CHECK_PROGRAMS):
	@$(CC) -no-pie $(LDFLAGS) -o $@ $^ $(CHECK_LIBS)

build/manifest.json: build/checks
	@build/checks --manifest > $@.new && mv $@.new $@

-include $(shell find build/obj -name "*.d" 2>/dev/null)

# ---- the lab's own tests ---------------------------------------------------------------------

.PHONY: test bench lint stubs messages
test: build/ready
	@sh validate/setup/setup.sh test
	@$(MAKE) -s $(SIDE_BY_SIDE) build/tests/complete
	@sh tests/run.sh $(PARTS)

UNIT_SOURCES := $(wildcard tests/unit/*_test.c)
UNIT_TESTS   := $(patsubst tests/unit/%.c,build/tests/unit/%,$(UNIT_SOURCES))

# Everything that a unit test may want to link, but for the main functions.
TEST_OBJECTS := $(filter-out %/main.o %/review_main.o,$(LAB_OBJECTS) $(RUN_OBJECTS) \
    $(filter-out $(patsubst %,build/obj/checks/validate/%/%,common counterexample report),$(filter-out \
    $(TASK_CHECKS) $(NO_DIFFS),$(CHECK_OBJECTS))) \
    $(filter build/obj/probe/validate/explore/%,$(PROBE_OBJECTS)) \
    build/obj/review/ai_client.o build/obj/review/env_file.o)

PROVE_SOURCES := $(wildcard tests/prove/*.c)

.PHONY: prove
prove: build/ready
	@sh validate/setup/setup.sh prove
	@$(MAKE) -s $(SIDE_BY_SIDE) build/tests/complete build/tests/prove
	@build/tests/prove $(if $(TASK),--task=$(TASK)) $(if $(RUNS),--runs=$(RUNS)) \
	    $(if $(SEED),--seed=$(SEED)) $(CONDITIONS)

.PHONY: build/tests/complete
build/tests/complete: $(UNIT_TESTS) build/tests/judge build/tests/schema build/tests/bench build/tests/mutate

build/obj/libtest.a: $(TEST_OBJECTS)
	@rm -f $@ && ar rcs $@ $^
build/obj/tests/%.o: tests/%.c
	$(COMPILE) $(SANITIZE) -fno-pie -Itests/unit -Irunner/charts -c $< -o $@
# These show the explorer their accesses to memory, as learner code does.
build/obj/tests/unit/explore_traced_%.o: tests/unit/explore_traced_%.c
	$(COMPILE) -O0 -fno-builtin -fno-pie -fsanitize=thread -fsanitize-coverage=trace-pc -Itests/unit -c $< -o $@
build/tests/unit/%: build/obj/tests/unit/%.o build/obj/libmutate.a build/obj/libtest.a $(NO_DIFFS)
	@mkdir -p $(@D) && $(CC) -no-pie $(LDFLAGS) -o $@ $^ $(CHECK_LIBS) -lcurl -lncursesw -ltinfo
JUDGE_PARTS := judge submission hostile fence snapshot validation
build/tests/judge: $(JUDGE_PARTS:%=build/obj/tests/judge/%.o)
build/tests/schema: build/obj/tests/judge/schema.o
build/tests/bench: build/obj/tests/judge/bench.o
build/tests/judge build/tests/schema build/tests/bench: build/obj/libtest.a
	@mkdir -p $(@D) && $(CC) -no-pie $(LDFLAGS) -o $@ $(filter %.o,$^) build/obj/libtest.a -lcjson -lm

build/tests/prove: $(patsubst %.c,build/obj/%.o,$(PROVE_SOURCES)) build/obj/libtest.a
	@mkdir -p $(@D) && $(CC) -no-pie $(LDFLAGS) -o $@ $^ -lcjson -lm

# Mutants of the solutions, and what the checks say of them.
MUTATE_OBJECTS := $(patsubst %.c,build/obj/%.o,$(wildcard tests/mutate/*.c))

.PHONY: mutate
mutate: build/ready
	@$(MAKE) -s $(SIDE_BY_SIDE) build/tests/mutate
	@build/tests/mutate $(TASK) --operator=$(OPERATOR) --seed=$(SEED) $(if $(JOBS),--jobs=$(JOBS)) \
	    $(if $(AGAIN),--again)

build/obj/libmutate.a: $(filter-out %/main.o,$(MUTATE_OBJECTS))
	@rm -f $@ && ar rcs $@ $^
build/tests/mutate: $(MUTATE_OBJECTS) build/obj/libtest.a
	@mkdir -p $(@D) && $(CC) -no-pie $(LDFLAGS) -o $@ $^ -lcjson -lm

bench: build/ready
	@$(MAKE) -s $(SIDE_BY_SIDE) build/tests/bench
	@build/tests/bench $(TASK)
	@sh tests/explore/bench.sh

lint:
	@sh tests/lint.sh

# After a change of what checks say.
messages:
	@LC_ALL=C awk -f docs/messages.awk validate/checks/*.c >docs/messages.md.new
	@mv docs/messages.md.new docs/messages.md

# After a change of a stub: the copies that `make reset` brings back.
stubs:
	@for folder in $(TASK_FOLDERS); do mkdir -p validate/stubs/$$folder && \
	    cp tasks/$$folder/*.c validate/stubs/$$folder/; done
