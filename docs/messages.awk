# messages.awk - docs/messages.md, from the sources of the checks: `make messages` runs it as
#
#   awk -f docs/messages.awk validate/checks/*.c
#
# It reads C as far as it must: declarations CHECK(suite, name, .field = "text") { body }, functions, and in
# each body, in order, which functions are called and what is said by fail() and decide(). What a check can
# say is what its body and the functions of its task can.

FNR == 1 { file++; name[file] = FILENAME; sub(/.*\//, "", name[file]) }
{ text[file] = text[file] $0 "\n" }
END {
    for (f = 1; f <= file; f++)
        read_file(f)
    print_page()
}

# ---- words ------------------------------------------------------------------------------------------

# Cuts the text into kind[] and word[]: i(dentifier), s(tring; neighbours are one), and p(unctuation).
function cut(source,    found, rest, piece) {
    count = 0
    rest = source
    while (rest != "") {
        if (match(rest, /^[ \t\n]+/)) { }
        else if (match(rest, /^\/\/[^\n]*/)) { }
        else if (substr(rest, 1, 2) == "/*") {
            found = index(rest, "*/")
            rest = substr(rest, found + 2)
            continue
        } else if (match(rest, /^#([^\n\\]|\\\n|\\.)*/)) { }
        else if (match(rest, /^"([^"\\]|\\.)*"/))
            add_string(unescape(substr(rest, 2, RLENGTH - 2)))
        else if (match(rest, /^'([^'\\]|\\.)*'/)) { }
        else if (match(rest, /^[A-Za-z_][A-Za-z_0-9]*/))
            add("i", substr(rest, 1, RLENGTH))
        else {
            match(rest, /^./)
            add("p", substr(rest, 1, 1))
        }
        rest = substr(rest, RLENGTH + 1)
    }
}

function add(what, value) { count++; kind[count] = what; word[count] = value }

# "..." PRIu64 "..." is one string as well; the conversion's letter is the macro's.
function add_string(value) {
    if (count > 1 && kind[count] == "i" && word[count] ~ /^PRI/ && kind[count - 1] == "s") {
        count--
        value = "d" value
    }
    if (count > 0 && kind[count] == "s")
        word[count] = word[count] value
    else
        add("s", value)
}

function unescape(value) {
    gsub(/\\n/, " ", value)
    gsub(/\\"/, "\"", value)
    gsub(/\\'/, "'", value)
    gsub(/\\\\/, "\\", value)
    return value
}

# ---- functions and checks -------------------------------------------------------------------------------

# The place of what closes the parenthesis or brace at `at`.
function closing(at,    depth, i) {
    for (i = at; i <= count; i++) {
        if (word[i] ~ /^[({]$/ && kind[i] == "p") depth++
        if (word[i] ~ /^[)}]$/ && kind[i] == "p" && --depth == 0) return i
    }
    return count
}

function read_file(f,    i, end, body) {
    cut(text[f])
    for (i = 1; i < count; i++) {
        if (kind[i] == "p" && word[i] == "{") {
            i = closing(i)
            continue
        }
        if (kind[i] != "i" || word[i + 1] != "(" || kind[i + 1] != "p")
            continue
        end = closing(i + 1)
        if (kind[end + 1] == "p" && word[end + 1] == "{") {
            body = word[i]
            if (word[i] == "CHECK")
                body = read_check(f, i + 2, end)
            read_body(f, body, end + 1, closing(end + 1))
            end = closing(end + 1)
        }
        i = end
    }
}

# The head of a check. Returns its id.
function read_check(f, from, to,    id, i, field) {
    id = word[from] "/" word[from + 2]
    checks++
    check_id[checks] = id
    check_file[checks] = f
    check_suite[checks] = word[from]
    for (i = from + 3; i < to; i++) {
        if (word[i] == "." && kind[i] == "p" && word[i + 2] == "=") {
            field = word[i + 1]
            fields[id, field] = word[i + 3]
            i += 3
        }
    }
    return id
}

function event(body, what, value) {
    events[body]++
    event_kind[body, events[body]] = what
    event_value[body, events[body]] = value
}

# What is said and called, in order.
function read_body(f, body, from, to,    i) {
    home[body] = f
    for (i = from; i < to; i++) {
        if (kind[i] != "i" || word[i + 1] != "(" || kind[i + 1] != "p")
            continue
        if (word[i] == "fail")
            read_message(body, i + 1, 2, "says")
        else if (word[i] == "think")
            read_message(body, i + 1, 2, "asks")
        else if (word[i] == "decide" && word[i + 4] == "VERDICT_FAIL")
            read_message(body, i + 1, 3, "says")
        else
            event(body, "calls", word[i])
    }
}

# The strings in one argument of a call, its number counted from 1.
function read_message(body, open, wanted, what,    i, depth, argument) {
    argument = 1
    for (i = open; i <= count; i++) {
        if (kind[i] == "p" && word[i] == "(") depth++
        else if (kind[i] == "p" && word[i] == ")" && --depth == 0) return
        else if (kind[i] == "p" && word[i] == "," && depth == 1) argument++
        else if (kind[i] == "s" && argument == wanted && word[i] ~ /[a-z][a-z]/)
            event(body, what, word[i])
    }
}

# ---- the page -------------------------------------------------------------------------------------------

# What is filled in, when it is said, is "..." here.
function plain(message) {
    gsub(/%%/, "\001", message)
    gsub(/%[-+ #0-9.*]*(hh|h|ll|l|z|j|t)?[a-zA-Z]/, "...", message)
    gsub(/\.\.\.(\.\.\.)+/, "...", message)
    gsub(/\001/, "%", message)
    return marked(message)
}

# Text as Markdown: but for code between ` nothing in it means anything there.
function marked(value) {
    gsub(/</, "\\&lt;", value)
    gsub(/\*/, "\\\\&", value)
    return value
}

# Does the function belong to the checks of that task, or to what all of them share?
function is_own(body, suite,    f) {
    if (!(body in home)) return 0
    f = name[home[body]]
    return f ~ ("^[0-9][0-9]_" suite) || f == "seen.c" || (f == "review_talk.c" && suite == "ai_review") || f == "trace.c"
}

# Collects, each once, what is said by a function and by those that it calls. A question belongs to what
# was said before it.
function collect(body, suite,    i, value) {
    if (visited[body]++) return
    for (i = 1; i <= events[body]; i++) {
        value = event_value[body, i]
        if (event_kind[body, i] == "says") {
            if (!(value in said)) {
                said[value] = ++sayings_count
                sayings[sayings_count] = value
            }
            last_said = said[value]
        } else if (event_kind[body, i] == "asks") {
            if (last_said && !(last_said in questions)) questions[last_said] = value
        } else {
            if (value ~ /^(run_explored|judge_exploration)$/) explored = 1
            if (value == "run_race") raced = 1
            if (is_own(value, suite)) collect(value, suite)
        }
    }
}

function print_sayings(    i) {
    for (i = 1; i <= sayings_count; i++) {
        print "- " plain(sayings[i])
        if (i in questions) print "  (Think: " plain(questions[i]) ")"
    }
}

function forget(    none) {
    delete visited
    delete said
    delete questions
    sayings_count = last_said = explored = raced = 0
}

function print_check(c,    id, i, kind_word, line) {
    id = check_id[c]
    forget()
    collect(id, check_suite[c])
    kind_word = tolower(fields[id, "kind"])
    sub(/^check_/, "", kind_word)
    printf "### %s\n\n**%s**\n\n", id, marked(fields[id, "title"])
    line = "Kind: " kind_word ". About: `" fields[id, "function"] "`."
    if (fields[id, "needs"] ~ /[a-z]/ && fields[id, "needs"] != "NULL") {
        i = fields[id, "needs"]
        gsub(/ /, "`, `", i)
        line = line " First: `" i "`."
    }
    print line "\n\nWhen it fails it says:\n"
    if (explored) print "- what happens in the schedule that fails: " finding ", with the lines, and step by step"
    if (raced) print "- data race: which two accesses, at which lines, and the schedule that leads there"
    print_sayings()
    if (!explored && !raced && !sayings_count) print "- what holds for every check"
    print "\nThink: " marked(fields[id, "help"]) "\n"
}

# What ends any check: by how the process ended, or before anything was judged.
function print_common(    i, body, list) {
    split("judge_end evidence_if_written judge_child_crash", list, " ")
    forget()
    for (i = 1; i in list; i++) collect_everywhere(list[i])
    print_sayings()
    print ""
}

function collect_everywhere(body,    i, value) {
    if (visited[body]++ || !(body in home)) return
    for (i = 1; i <= events[body]; i++) {
        value = event_value[body, i]
        if (event_kind[body, i] == "calls") collect_everywhere(value)
        else if (event_kind[body, i] == "says" && !said[value]++) sayings[++sayings_count] = value
    }
}

function print_page(    c, suite) {
    finding = "a deadlock, a lost update, a wrong result, a misuse of a lock"
    print "# The checks, by their ids\n"
    print "Made by `make messages` from the checks themselves; `make lint` compares. A heading is a check's id, as"
    print "`make replay`, `make debug` and `build/results.json` name it; below it stands what holds when it passes."
    print "Where \"...\" stands a value or a name is filled in.\n"
    print "Kinds: *correctness* is what a call answers; *race* is what holds whichever thread runs when; *timing*"
    print "is what waits or computes at the same time, proved by the order of events; *robustness* is what"
    print "happens when a call of the system or a job fails.\n"
    print "## Every check\n"
    print "Each of them can also say:\n"
    print_common()
    for (c = 1; c <= checks; c++) {
        if (check_suite[c] != suite) {
            suite = check_suite[c]
            printf "## Task %d: %s\n\n", substr(name[check_file[c]], 1, 2), marked(suite)
        }
        print_check(c)
    }
}
