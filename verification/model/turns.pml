/* What the helper can wait for, and what wakes it. */
mtype = { nothing, sendsEnd, barrierEnd, notifyEnd, readerEnd, byteOrEnd, clock };
#define WAKES(w) (disposed || (w == sendsEnd && sends != running) || \
    (w == barrierEnd && undeclared != running) || \
    (w == notifyEnd && notify != running) || (w == readerEnd && !readerIn) || (w == byteOrEnd && READABLE))

bit begun;                  /* the helper has been called */

/* For traces the helper is quicker than the world, which moves only while the helper waits and has seen everything: a
   replay has nothing to guess. Lines that begin with '>' are what the helper did, the others what the world did. */
#ifdef REPLAY
mtype waitsFor = nothing;
bit over;
#define Waits(w) waitsFor = w
#define Over() over = 1
#define T(...) printf(__VA_ARGS__)
#define TAKES_TURNS provided (!begun || over || (waitsFor != nothing && !WAKES(waitsFor)))
#else
#define Waits(w) skip
#define Over() skip
#define T(...) skip
#define TAKES_TURNS
#endif
