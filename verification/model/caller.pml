/* The code around the helper: what it did before, its declared send, its reader, a thread that disposes beside the
   helper; and the close_notify task that the helper starts. */

#define CAN_WRITE (!wasReset && !disposed && !finQueued)

/* A write gets the error of a reset, and nobody after it. */
inline EatError() {
    if
    :: errorWaits -> errorWaits = 0; T("eaten\n")
    :: else
    fi
}

proctype Caller() TAKES_TURNS {
    byte left = PENDING;
    byte undeclaredLeft = UNDECLARED;
end:
    do
    /* Before the call: a write has eaten the error of a reset, or the caller has half-closed already. */
    :: d_step { !begun && errorWaits -> EatError() }
    :: d_step { !begun && CAN_WRITE && !PENDING && !UNDECLARED && !TLS -> QueueFin(); T("shut\n") }

    /* The declared send: it goes on where there is room; a reset, a dispose, a FIN or its caller stops it. */
    :: d_step { sends == running && CAN_WRITE && queued < SNDBUF ->
           Accept(1);
           left--;
           if
           :: left == 0 -> sends = done; T("sends done\n")
           :: else
           fi }
    :: d_step { sends == running && !CAN_WRITE ->
           sends = failed;
           EatError();
           T("sends failed\n");
           if
           :: !wasReset && !disposed -> Lose()      /* our FIN came in between: the peer gets a part and a clean end */
           :: else
           fi }
    :: d_step { sends == running && CAN_WRITE && SENDS_MAY_FAIL -> sends = failed; T("sends failed\n") }

#if UNDECLARED
    /* The send that is not declared. What is left of it when it fails is lost. */
    :: d_step { undeclared == running && CAN_WRITE && queued < SNDBUF ->
           Accept(1);
           undeclaredLeft--;
           if
           :: undeclaredLeft == 0 -> undeclared = done
           :: else
           fi }
    :: d_step { undeclared == running && !CAN_WRITE -> undeclared = failed; EatError(); Lose() }
#endif

    :: d_step { notify == running && CAN_WRITE && queued < SNDBUF -> Accept(1); notify = done; T("notify done\n") }
    :: d_step { notify == running && !CAN_WRITE -> notify = failed; T("notify failed\n") }

    :: d_step { OTHER_DISPOSES && !disposed -> DisposeSocket(); T("dispose\n") }
    od
}

/* The caller's own receive loop. It may end early (it has what it wants) or never (it is stuck elsewhere). */
proctype Reader() TAKES_TURNS {
    mtype result;
    do
    :: d_step { readerIn && !disposed && READABLE ->
           Receive(result);
           if
           :: result == got -> T("reader read 1\n")
           :: result == reset -> readerIn = 0; T("eaten\nreader ended\n")
           :: else -> readerIn = 0; T("reader ended\n")
           fi }
    :: d_step { readerIn -> readerIn = 0; T("reader ended\n") }
    :: readerIn -> break
    :: !readerIn -> break
    od
}
