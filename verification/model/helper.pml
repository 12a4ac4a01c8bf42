/* SocketClosing.CloseGracefullyAsync, step by step. */
#include "faults.pml"

/* When a tick may pass and the token be cancelled: at any time, but for these. */
#ifdef REPLAY
#define IDLE_WORLD(w) (!WAKES(w))
#else
#define IDLE_WORLD(w) true
#endif
/* In each tick the peer's kernel acknowledges something, until it has all. */
#define SLOW_PROGRESS (!SLOW_READER || acked + finAcked > ackedAtTick || ALL_ACKED)
#define DEADLINE(w) (!(FAULT == NO_DEADLINE && (w == sendsEnd || w == barrierEnd || w == notifyEnd || w == readerEnd)))
#define TICK_MAY_PASS(w) (IDLE_WORLD(w) && SLOW_PROGRESS && DEADLINE(w))
#define CANCEL_MAY_COME(w) (IDLE_WORLD(w) && CANCELS && !SLOW_READER && FAULT != NO_DEADLINE)

/* The evidence, in one call: TCP_INFO. Progress restarts the idle limit; a byte of the peer's restarts the quiet. */
inline Look() {
    d_step {
        gone = disposed;
        dead = STATE_CLOSE;
        all = ALL_ACKED || (FAULT == UNACKED_IS_ENOUGH && wasReset);
        if
        :: FAULT == TIMER_NOT_RESTARTED || (FAULT == READ_IS_PROGRESS && received == receivedBefore)
        :: else ->
           if
           :: acked + finAcked + received != progress -> idle = IDLE
           :: else
           fi
        fi;
        if
        :: received != receivedBefore || (finAcked && !finAckedBefore) -> quiet = QUIET
        :: else
        fi;
        progress = acked + finAcked + received;
        receivedBefore = received;
        finAckedBefore = finAcked
    }
}

/* The limits, after the evidence: a helper that looks late must not call a peer idle that was not. */
inline Limits() {
    if
    :: total == 0 ->
       result = TotalTimeout;
       if
       :: idle == 0 -> T("void\n")      /* two limits at one time: not for a replay */
       :: else
       fi
    :: total > 0 && idle == 0 -> result = IdleTimeout
    :: else
    fi
}

/* Waits for w, a tick of the clock or the token. What is looked up afresh afterwards is forgotten: kept, it would only
   multiply the states. */
inline Pause(w) {
    Waits(w);
    if
    :: d_step { WAKES(w) -> Waits(nothing); Forget() }
    :: d_step { TICK_MAY_PASS(w) ->
           T("tick\n");
           Waits(nothing);
           Forget();
           ackedAtTick = acked + finAcked;
           if
           :: FAULT == NO_LIMITS
           :: else -> total--; idle--
           fi;
           if
           :: finAckedBefore && quiet > 0 -> quiet--
           :: else
           fi }
    :: d_step { CANCEL_MAY_COME(w) -> T("cancel\n"); Waits(nothing); result = Canceled }
    fi
}
inline Forget() {
    gone = 0; dead = 0; all = 0; read = pending
}

inline LimitsOrPause(w) {
    Limits();
    if
    :: result == none -> Pause(w)
    :: else
    fi
}

/* One round of waiting, before the drain. */
inline Await(w, resetEndsIt) {
    Look();
    if
    :: gone -> result = AlreadyClosed
    :: !gone && resetEndsIt && dead && !all -> result = PeerReset
    :: else -> LimitsOrPause(w)
    fi
}

inline SendFin() {
    d_step {
        Require(finAfterSends, sends != running && !(VISIBLE && undeclared == running));
        Require(noPartLooksWhole, sends != failed);
        Require(finOnce, !finCalled);
        finCalled = 1;
        T("> fin\n");
        QueueFin()
    }
}

/* The peer's kernel has all, and it was quiet. The model assumes that QuietAfterDelivery is longer than the way of a byte
   that the peer has sent before. */
inline ClaimDelivered() {
    if
    :: dataUnderway > 0 && !LATE_SENDER -> quiet = 1; T("void\n")
    :: else ->
       muted = !LATE_SENDER;
       result = Delivered;
       if
       :: total == 0 -> T("void\n")
       :: else
       fi
    fi
}

inline Drain() {
    d_step {
        Require(oneReader, !(READER == 1 && readerIn));
        if
        :: disposed || FAULT == NO_DRAIN -> read = pending
        :: else -> Receive(read)
        fi
    }
    atomic {
        Look();
        if
        :: read == pending && !gone && (all && quiet == 0 || FAULT == DISPOSE_FIRST && acked == accepted) -> ClaimDelivered()
        :: else
        fi
    }
    if
    :: result != none
    :: result == none && gone -> result = AlreadyClosed
    :: result == none && !gone ->
       if
       :: read == got && drained < MAX_DRAINED -> drained++
       :: read == got && drained == MAX_DRAINED -> drained++; result = ByteLimit
       :: read == reset -> result = PeerReset
       :: read == zero && (all || FAULT == EOF_IS_ENOUGH) ->
          result = PeerClosed;
          if
          :: !finReceived -> T("void\n")        /* an eaten reset after all was acknowledged: another answer is as right */
          :: else
          fi
       /* The end that a receive tells may be a reset that somebody has eaten, or the peer's FIN before a reset. */
       :: read == zero && !all && dead && FAULT != EOF_IS_ENOUGH -> result = PeerReset
       :: read == zero && !all && !dead && FAULT != EOF_IS_ENOUGH -> LimitsOrPause(clock)
       :: read == pending -> LimitsOrPause(byteOrEnd)
       fi
    fi
}

/* What an outcome has to keep; then the socket is disposed in any case. After a declared send, a flush or a close_notify that
   did not come to its end it is reset: the FIN of a dispose would make the part that was sent look whole. */
inline Finish() {
    d_step {
        claimed = claimed || SAFE(result);
        claimedEnd = claimedEnd || result == PeerClosed;
        Require(noClaimOfLostData, !(lost && claimed));
        Require(noResetBehindClaim, !(rstSent && CLAIMED_NO_RESET));
        Require(resetBeforeIsTold, !resetBefore || result == PeerReset);
        Require(slowReaderIsServed, !SLOW_READER || SAFE(result));
#ifdef REACH
        Require(notReached, result != REACH);
#endif
        if
        :: sends == running || sends == failed || notify == running || notify == failed ||
           undeclared == running && VISIBLE && !finQueued -> T("> reset\n"); ResetSocket()
        :: else -> T("> dispose\n"); DisposeSocket()
        fi;
        T("> outcome %e drained %d\n", result, drained);
        Over();
        Forget();
        progress = 0; receivedBefore = 0; finAckedBefore = 0; drained = 0; total = 0; idle = 0; quiet = 0; ackedAtTick = 0
    }
}

proctype Helper() {
    mtype result = none, read = pending;
    bit gone, dead, all, finAckedBefore, finCalled, resetBefore;
    byte progress, receivedBefore, drained, ackedAtTick;
    byte total = TOTAL, idle = IDLE, quiet = QUIET;

    atomic {
        begun = 1;
        T("close\n");
        Look();
        resetBefore = wasReset && !all && !gone;
        if
        :: gone -> result = AlreadyClosed
        :: !gone && dead && !all && FAULT != NO_LOOK_AT_ENTRY -> result = PeerReset
        :: else
        fi
    }

    /* The caller's declared send. */
    do
    :: result != none -> goto ending
    :: result == none && (sends != running || FAULT == FIN_OVERTAKES) -> break
    :: else -> Await(sendsEnd, 1)
    od;
    if
    :: sends == failed && FAULT != FIN_AFTER_FAILED_SEND ->
       Look();
       if
       :: gone -> result = AlreadyClosed
       :: !gone && dead && !all -> result = PeerReset
       :: else -> result = Error
       fi;
       goto ending
    :: else
    fi;

#if TLS
    /* Flush and close_notify. */
    notify = running;
    T("> notify\n");
    do
    :: result != none -> goto ending
    :: result == none && notify != running -> break
    :: else -> Await(notifyEnd, 1)
    od;
#endif

    /* SO_ERROR, and a send of no byte, which is served behind the sends that are pending. What they are told nobody will be
       told again. */
#if UNDECLARED
    do
    :: result != none -> goto ending
    :: result == none && (undeclared != running || !VISIBLE || FAULT == NO_BARRIER) -> break
    :: else -> Await(barrierEnd, 1)
    od;
#endif
    skip;
    d_step {
        if
        :: disposed -> result = AlreadyClosed
        :: !disposed && !finQueued && wasReset -> errorWaits = 0; result = PeerReset
        :: else
        fi
    };
    if
    :: result != none -> goto ending
    :: else
    fi;

    if
    :: FAULT != DISPOSE_FIRST -> SendFin()
    :: else
    fi;

#if READER == 1
    /* The caller's own reader; also after a reset: it may still have bytes to read. */
    do
    :: result != none -> goto ending
    :: result == none && (!readerIn || FAULT == SECOND_READER) -> break
    :: else -> Await(readerEnd, 0)
    od;
#endif

    do
    :: result != none -> break
    :: result == none ->
       Drain();
       if
       :: FAULT == FIN_TWICE && drained == 1 -> SendFin()
       :: else
       fi
    od;

ending:
    Finish()
}
