/* A connection that our side ends with the helper: our kernel, the way and the peer's kernel (kernel.pml), the peer
   (peer.pml), the caller around the helper (caller.pml) and the helper (helper.pml). ../README.md says what is modelled
   and what is not.

   A byte here stands for any run of bytes, a tick of the clock for any piece of time; what counts is the order of events. */

#ifndef QUEUED
#define QUEUED 2            /* our bytes that earlier sends left in our kernel: 0..QUEUED */
#endif
#ifndef PENDING
#define PENDING 0           /* bytes of a send of the caller's that is pending and declared (PendingSends) */
#endif
#ifndef SENDS_MAY_FAIL
#define SENDS_MAY_FAIL 1    /* the caller may give that send up */
#endif
#ifndef UNDECLARED
#define UNDECLARED 0        /* bytes of a send of the caller's that is pending and not declared */
#endif
#ifndef VISIBLE
#define VISIBLE 1           /* a send of no byte is served behind it; not behind a blocking one on a socket never used asynchronously */
#endif
#ifndef READER
#define READER 0            /* a receive loop of the caller's: 1 declared (CloseOptions.Reader), 2 not declared */
#endif
#ifndef TLS
#define TLS 0               /* flush and close_notify come before the FIN */
#endif
#ifndef OTHER_DISPOSES
#define OTHER_DISPOSES 0    /* another thread may dispose the socket at any time */
#endif
#ifndef CLOSERS
#define CLOSERS 1           /* threads that call the helper on this socket */
#endif
#ifndef CANCELS
#define CANCELS 1           /* the token may be cancelled at any time */
#endif
#ifndef PEER_SENDS
#define PEER_SENDS 2        /* bytes that the peer may send: 0..PEER_SENDS; a close_notify of its is one of them */
#endif
#ifndef SNDBUF
#define SNDBUF 2            /* room in our kernel: a pending send or close_notify beyond it waits */
#endif
#ifndef WINDOW
#define WINDOW 1            /* room in the peer's kernel */
#endif
#ifndef MAX_DRAINED
#define MAX_DRAINED 1       /* MaxDrainedBytes */
#endif
#ifndef QUIET
#define QUIET 1             /* QuietAfterDelivery, IdleTimeout, TotalTimeout, in ticks */
#endif
#ifndef IDLE
#define IDLE 2
#endif
#ifndef TOTAL
#define TOTAL 4
#endif
#ifndef SLOW_READER
#define SLOW_READER 0       /* the peer reads slowly, in each tick something, and does nothing else; nobody cancels */
#endif
#ifndef LATE_SENDER
#define LATE_SENDER 0       /* the peer may send after QuietAfterDelivery, too */
#endif
#ifndef PEER_KEEPS_QUEUE
#define PEER_KEEPS_QUEUE 0  /* the peer's kernel keeps what its application has not read when a RST comes, as Linux does */
#endif

mtype = { none, PeerClosed, Delivered, PeerReset, IdleTimeout, TotalTimeout, ByteLimit, Canceled, AlreadyClosed, Error };
#define SAFE(outcome) (outcome == PeerClosed || outcome == Delivered)

bit lost;                   /* a byte of ours that the peer's kernel never takes, or drops because of our reset */
bit claimed, claimedEnd;    /* a closer has said PeerClosed or Delivered; PeerClosed */
/* A late sender meets a reset after Delivered; after PeerClosed there is nobody who could. */
#define CLAIMED_NO_RESET (LATE_SENDER && claimedEnd || !LATE_SENDER && claimed)

/* The properties. Each is a bit that stays 1: so spin's message names the one that broke. That the helper ends is no
   bit: it is "no invalid end state" and "no cycle". */
bit noClaimOfLostData = 1, noResetBehindClaim = 1, finOnce = 1, finAfterSends = 1, noPartLooksWhole = 1, oneReader = 1,
    slowReaderIsServed = 1, resetBeforeIsTold = 1, notReached = 1;
inline Require(property, condition) {
    property = (condition);
    assert(property)
}

#include "turns.pml"
#include "kernel.pml"
#include "peer.pml"
#include "caller.pml"
#include "helper.pml"

init {
    byte i;
    atomic {
        T("given sends %d reader %d tls %d\n", PENDING > 0, READER, TLS);
        T("limits quiet %d idle %d total %d drain %d\n", QUIET, IDLE, TOTAL, MAX_DRAINED);
        select (i : 0 .. QUEUED);
        Accept(i);
        select (i : 0 .. WINDOW);
        peerUnread = i;     /* of what it has acknowledged before: a peer that does not read has closed its window */
        if
        :: PENDING > 0 -> sends = running
        :: else
        fi;
        if
        :: UNDECLARED > 0 -> undeclared = running
        :: else
        fi;
        readerIn = READER > 0;
        run Network();
        run Peer();
        run Caller();
        if
        :: READER > 0 -> run Reader()
        :: else
        fi;
        i = 0;
        do
        :: i < CLOSERS -> run Helper(); i++
        :: else -> break
        od
    }
    timeout;                /* nothing moves any more */
    T("lost %d\n", lost || taken < accepted);
    Require(noClaimOfLostData, !(claimed && taken < accepted))
}
