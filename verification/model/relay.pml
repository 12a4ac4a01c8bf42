/* DuplexRelay: two connections, A to the relay and the relay to B, and the pump from A to B. Of the way back only its end is
   here, and what B sends, because a dispose with an unread byte is a reset. A byte stands for any run of bytes.
   ../README.md says what is modelled and what is not. */

#ifndef BYTES
#define BYTES 2             /* that A sends: 0..BYTES */
#endif
#ifndef ROOM
#define ROOM 2              /* in the relay's receive queue and in its send queue */
#endif
#ifndef WINDOW
#define WINDOW 1            /* room in B's kernel */
#endif
#ifndef B_SENDS
#define B_SENDS 1           /* bytes that B may send */
#endif
#ifndef IDLE
#define IDLE 2              /* HalfClosedIdleTimeout, TotalTimeout, in ticks */
#endif
#ifndef TOTAL
#define TOTAL 4
#endif
#ifndef LATE_SENDER
#define LATE_SENDER 0       /* B may send after it was let go */
#endif

/* Faults that can be put into the relay, one at a time. */
#define COMPLETED_AT_FIN 1  /* noCompletedOfLostData: the end was passed on, and that is enough */
#define RESETS_ENDED 2      /* endedIsNotReset: what stops the relay resets a side that has its end */
#define LEAVES_UNREAD 3     /* endedIsNotReset: it is disposed with what it has sent unread */
#define RESET_AT_ONCE 4     /* resetBehindData: A's reset is passed on when it is seen */
#define RESET_IS_END 5      /* partIsNoWhole: A's reset is passed on as an end */
#define NO_LIMITS 6         /* ends: a side that takes nothing is waited for */
#define ACKED_WITHOUT_FIN 7 /* noCompletedOfLostData: nothing unacknowledged for all acknowledged; a reset empties that queue */
#ifndef FAULT
#define FAULT 0
#endif

mtype = { none, Completed, SourceError, DestinationError, IdleTimeout, TotalTimeout, Canceled, OtherDirectionFailed };
mtype outcome = none;

bit noCompletedOfLostData = 1, endedIsNotReset = 1, resetBehindData = 1, partIsNoWhole = 1, notReached = 1;
inline Require(property, condition) {
    property = (condition);
    assert(property)
}

/* From A. A reset of A's leaves readable what had come before it; a write of the way back may have eaten its error. */
byte inbox;
byte fromA;                 /* bytes that the relay's kernel has taken from A */
bit finA, rstA;
/* To B. */
bit holding;                /* read, and not written yet */
byte written, outbox, taken, acked;
bit finQueued, finTaken, finAcked;
byte unreadAtB;
bit disposed, rstToB, rstUnderway;
bit bFin, bClosed, bDead;   /* B sent FIN; has closed; its side is reset */
bit rstFromB;               /* its reset is here */
byte fromB;                 /* its bytes, unread by the relay */
bit backEnded;              /* the way back has ended, and its end was passed on to A */
bit stopped;                /* a limit or the token, not the data, made the end */

#define ALL (acked == written && finAcked || FAULT == ACKED_WITHOUT_FIN && outbox == 0)
#define LOST (fromA > taken)

inline ResetB() {
    if
    :: !disposed && !rstFromB && !(finAcked && bFin) ->
       Require(endedIsNotReset, !finQueued);
       rstToB = 1; rstUnderway = 1; outbox = 0
    :: else
    fi;
    disposed = 1
}

/* Dispose after the end: the kernel goes on delivering, unless a byte is unread. */
inline ShedB() {
    if
    :: FAULT != LEAVES_UNREAD -> fromB = 0
    :: else
    fi;
    if
    :: fromB > 0 -> ResetB()
    :: else -> disposed = 1
    fi
}

proctype A() {
    do
    :: d_step { !finA && !rstA && fromA < BYTES && inbox < ROOM && !disposed -> fromA++; inbox++ }
    :: d_step { !finA && !rstA -> finA = 1 }
    :: d_step { !rstA -> rstA = 1 }
    :: break
    od
}

proctype Network() {
end:
    do
    :: d_step { outbox > 0 && !bClosed && !bDead && unreadAtB < WINDOW -> outbox--; taken++; unreadAtB++ }
    :: d_step { outbox > 0 && bClosed && !bDead && !rstFromB -> bDead = 1; rstFromB = 1; outbox = 0 }
    :: d_step { outbox == 0 && finQueued && !finTaken && !rstToB && !rstFromB && !bDead -> finTaken = 1 }
    :: d_step { rstUnderway -> rstUnderway = 0; bDead = 1 }
    :: d_step { (acked < taken || finAcked < finTaken) && !rstToB && !rstFromB -> acked = taken; finAcked = finTaken }
    od
}

proctype B() {
    byte sent;
    do
    :: d_step { !bClosed && !bDead && unreadAtB > 0 -> unreadAtB-- }
    :: d_step { !bClosed && !bDead && !bFin && sent < B_SENDS && (LATE_SENDER || !disposed) ->
           sent++;
           if
           :: !disposed -> fromB++
           :: disposed && !rstToB -> rstToB = 1; rstUnderway = 1; outbox = 0
           :: else
           fi }
    :: d_step { !bClosed && !bDead && !bFin -> bFin = 1 }
    :: d_step { !bClosed && !bDead && unreadAtB == 0 -> bClosed = 1; bFin = 1 }
    :: d_step { !bClosed && !bDead -> bDead = 1; rstFromB = 1; outbox = 0 }
    :: break
    od
}

/* The pump and the end. Each wait has its limits; a tick may pass wherever it waits, and progress restarts the idle limit. */
proctype Relay() {
    byte idle = IDLE, total = TOTAL, ackedBefore;
    bit all;

#define WAITS (idle > 0 && total > 0 || FAULT == NO_LIMITS)
#define Tick \
    d_step { WAITS && FAULT != NO_LIMITS -> \
        idle = (acked + finAcked > ackedBefore -> IDLE : idle) - 1; \
        ackedBefore = acked + finAcked; \
        total-- }
#define Stops(phase) \
    :: d_step { outcome == none && FAULT != NO_LIMITS -> outcome = Canceled; stopped = 1 } -> goto phase \
    :: d_step { outcome == none && total == 0 -> outcome = TotalTimeout; stopped = 1 } -> goto phase \
    :: d_step { outcome == none && total > 0 && idle == 0 -> outcome = IdleTimeout; stopped = 1 } -> goto phase \
    :: Tick

pump:
    do
    :: d_step { !holding && inbox > 0 -> inbox--; holding = 1; idle = IDLE }
    :: d_step { holding && !rstFromB && outbox < ROOM -> holding = 0; written++; outbox++; idle = IDLE }
    :: d_step { holding && rstFromB -> outcome = DestinationError } -> goto stop
    :: !holding && inbox == 0 && (rstA && !finA && FAULT != RESET_IS_END) -> goto failing
    :: d_step { !holding && inbox == 0 && (finA || rstA && FAULT == RESET_IS_END) && !rstFromB ->
           Require(partIsNoWhole, finA);
           finQueued = 1; idle = IDLE } -> goto halfClosed
    :: d_step { !holding && inbox == 0 && finA && rstFromB -> outcome = DestinationError } -> goto stop
    /* The way back: B's bytes go to A; a reset of A's stops it, or the data in its place. */
    :: d_step { fromB > 0 && !rstA -> fromB-- }
    Stops(stop)
    od;

    /* A is gone. What came from it is passed on first. */
failing:
    outcome = SourceError;
    do
    :: FAULT == RESET_AT_ONCE || rstFromB || acked == written -> break
    :: d_step { idle == 0 || total == 0 -> stopped = 1 } -> break
    :: d_step { FAULT != NO_LIMITS -> stopped = 1 } -> break          /* canceled */
    :: Tick
    od;
    skip;
    d_step {
        Require(resetBehindData, stopped || rstFromB || taken == fromA);
        ResetB()
    };
    goto over;

    /* The end was passed on; the other direction goes on, unless it has ended. */
halfClosed:
    do
    :: d_step { fromB > 0 && !rstA -> fromB--; idle = IDLE }
    :: d_step { fromB == 0 && bFin && !backEnded && !rstA -> backEnded = 1 } -> goto closing
    :: d_step { rstFromB -> outcome = OtherDirectionFailed } -> goto stop
    :: d_step { rstA -> outcome = OtherDirectionFailed } -> goto stop
    Stops(stop)
    od;

    /* Both have ended: what B has not acknowledged may still be answered with a reset. */
closing:
    do
    :: ALL || FAULT == COMPLETED_AT_FIN -> outcome = Completed; goto let
    :: d_step { rstFromB && !ALL -> outcome = DestinationError } -> goto let
    Stops(let)
    od;

stop:
    skip;
    d_step {
        all = ALL;
        outcome = (finQueued && (all || FAULT == COMPLETED_AT_FIN) -> Completed : outcome);
        if
        :: finQueued && FAULT != RESETS_ENDED -> ShedB()
        :: else -> ResetB()
        fi
    };
    goto over;
let:
    skip;
    d_step { ShedB() };
over:
    skip;
    d_step {
#ifdef REACH
        Require(notReached, outcome != REACH);
#endif
        Require(noCompletedOfLostData, outcome != Completed || outbox == 0 && !LOST)
    }
}

init {
    atomic {
        run A();
        run Network();
        run B();
        run Relay()
    }
    timeout;                /* nothing moves any more */
    Require(noCompletedOfLostData, outcome != Completed || !LOST);
    /* Nobody has reset B's connection, and B went on reading: what was passed on has arrived, whatever the outcome. */
    Require(endedIsNotReset, !(finQueued && rstToB))
}
