/* The peer's application: it does anything, in any order, and may fall silent at every point. */

bit muted;              /* it was silent for QuietAfterDelivery; the model assumes that it then stays so (LATE_SENDER: not) */

#define PEER_OPEN (!peerClosed && !peerDead)

proctype Peer() TAKES_TURNS {
    byte sent;
    do
    :: d_step { PEER_OPEN && peerUnread > 0 -> peerUnread-- }
#if SLOW_READER
    :: d_step { PEER_OPEN && !peerFin && finTaken && peerUnread == 0 -> peerFin = 1; toUs!FIN }
    :: finTaken && peerUnread == 0 -> break
#else
    :: d_step { PEER_OPEN && !peerFin && !muted && sent < PEER_SENDS -> sent++; toUs!DATA; dataUnderway++ }
    :: d_step { PEER_OPEN && !peerFin -> peerFin = 1; toUs!FIN }
    /* close(): bytes that it has not read turn its FIN into a RST. */
    :: d_step { PEER_OPEN && peerUnread == 0 ->
           peerClosed = 1;
           if
           :: !peerFin -> peerFin = 1; toUs!FIN
           :: else
           fi }
    :: d_step { PEER_OPEN && peerUnread > 0 -> peerDead = 1; toUs!RST }
    /* A reset on purpose. */
    :: d_step { PEER_OPEN -> peerDead = 1; toUs!RST }
    :: break
#endif
    :: !PEER_OPEN -> break
    od
}
