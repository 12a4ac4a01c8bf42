/* Two kernels and the way between them. Our bytes go: accepted -> queued -> taken -> acked. */

mtype = { DATA, FIN, RST };
mtype = { got, zero, reset, pending };          /* results of a receive */

byte accepted;                                  /* bytes that our kernel accepted from us */
byte queued;                                    /* of these, not yet taken by the peer's kernel (unsent or on the way) */
byte taken;                                     /* taken by the peer's kernel */
byte acked;                                     /* and we know it: bytes_acked */
bit finQueued, finTaken, finAcked;
byte received;                                  /* bytes_received */
byte unread;                                    /* of these, still in our receive queue */
bit finReceived;
bit wasReset;                                   /* a RST of the peer's came */
bit errorWaits;                                 /* SO_ERROR, which the first who asks eats */
bit disposed;
bit rstSent, rstUnderway;                       /* ours */

byte peerUnread;                                /* bytes of ours in the peer's receive queue */
bit peerFin, peerClosed, peerDead;              /* it sent FIN; nobody reads there any more; its side is reset */
chan toUs = [8] of { mtype };                   /* in order; larger than all that the peer can send */
byte dataUnderway;                              /* DATA in it */

/* Operations that our side has pending on the socket. */
mtype = { running, done, failed };
mtype sends = none;                             /* CloseOptions.PendingSends */
mtype undeclared = none;                        /* a send that the helper is not told of */
mtype notify = none;                            /* flush and close_notify */
bit readerIn;                                   /* a receive of the caller's */
#define OPERATION_PENDING (sends == running || undeclared == running || notify == running || readerIn)

#define TIME_WAIT (finAcked && finReceived)
#define STATE_CLOSE (wasReset || TIME_WAIT)     /* TCP_INFO shows both as CLOSE */
#define ALL_ACKED (acked == accepted && finAcked)
#define READABLE (unread > 0 || finReceived || wasReset)

inline Accept(n) {
    accepted = accepted + n;
    queued = queued + n;
    T("wrote %d\n", n)
}

inline Lose() {
    lost = 1;
    Require(noClaimOfLostData, !claimed)
}

/* A reset of either side drops what we have not got out yet. */
inline Purge() {
    if
    :: queued > 0 -> Lose(); queued = 0
    :: else
    fi
}

inline SendRst() {
    rstSent = 1;
    rstUnderway = 1;
    Require(noResetBehindClaim, !CLAIMED_NO_RESET);
    Purge()
}

/* A FIN that is queued twice is sent once; on a reset connection there is none. */
inline QueueFin() {
    if
    :: !finQueued && !wasReset && !disposed -> finQueued = 1
    :: else
    fi
}

/* After the peer's FIN a receive returns 0 even when a RST came later (SOCK_DONE); after an eaten error, too. */
inline Receive(result) {
    if
    :: unread > 0 -> unread--; result = got
    :: unread == 0 && finReceived -> result = zero
    :: unread == 0 && !finReceived && errorWaits -> errorWaits = 0; result = reset
    :: unread == 0 && !finReceived && !errorWaits && wasReset -> result = zero
    :: else -> result = pending
    fi
}

/* .NET resets when an operation is pending and nobody shut down before; Linux when a byte is unread. Else the kernel
   delivers what is queued, then FIN. */
inline DisposeSocket() {
    if
    :: !disposed && !STATE_CLOSE && (unread > 0 || (OPERATION_PENDING && !finQueued)) -> SendRst()
    :: !disposed && !STATE_CLOSE && unread == 0 && (!OPERATION_PENDING || finQueued) -> finQueued = 1
    :: else
    fi;
    disposed = 1
}

inline ResetSocket() {
    if
    :: !disposed && !STATE_CLOSE -> SendRst()
    :: else
    fi;
    disposed = 1
}

/* A byte for a socket that we have disposed provokes our RST. */
inline Arrive() {
    if
    :: !disposed -> received++; unread++; T("data 1\n")
    :: disposed && !rstSent && !wasReset -> SendRst()
    :: else
    fi
}

proctype Network() TAKES_TURNS {
end:
    do
    /* From us to the peer. Bytes for a peer that has closed are answered with RST. */
    :: d_step { queued > 0 && !peerClosed && !peerDead && peerUnread < WINDOW ->
           queued--; taken++; peerUnread++ }
    :: d_step { queued > 0 && peerClosed && !peerDead ->
           peerDead = 1; toUs!RST }
    :: d_step { queued == 0 && finQueued && !finTaken && !rstSent && !wasReset && !peerDead ->
           finTaken = 1 }
    :: d_step { rstUnderway ->
           rstUnderway = 0;
           if
           :: peerUnread > 0 && !peerClosed && !peerDead && !PEER_KEEPS_QUEUE -> Lose()
           :: else
           fi;
           peerDead = 1 }

    /* The acknowledgement of what the peer's kernel has taken, at any time later. */
    :: d_step { (acked < taken || finAcked < finTaken) && !wasReset && !rstSent ->
           if
           :: acked < taken -> T("ack %d\n", taken - acked)
           :: else
           fi;
           if
           :: finAcked < finTaken -> T("ack fin\n")
           :: else
           fi;
           acked = taken;
           finAcked = finTaken }

    /* From the peer to us, in order. */
    :: d_step { toUs?[DATA] -> toUs?DATA; dataUnderway--; Arrive() }
    :: d_step { toUs?[FIN] ->
           toUs?FIN;
           if
           :: !rstSent && !wasReset -> finReceived = 1; T("fin\n")
           :: else
           fi }
    :: d_step { toUs?[RST] ->
           toUs?RST;
           if
           :: !rstSent && !STATE_CLOSE -> wasReset = 1; errorWaits = 1; T("rst\n"); Purge()
           :: else
           fi }
    od
}
