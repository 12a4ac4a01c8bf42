/* Faults that can be put into the helper, one at a time (-DFAULT=...). Each has to break the property beside it. */

#define NO_DRAIN 1              /* noResetBehindClaim: the evidence is awaited, but what the peer sends is not read */
#define DISPOSE_FIRST 2         /* noResetBehindClaim: "all acknowledged" is enough, the FIN is left to the dispose */
#define FIN_OVERTAKES 3         /* finAfterSends: PendingSends is not waited for */
#define TIMER_NOT_RESTARTED 4   /* slowReaderIsServed: progress does not restart the idle limit */
#define READ_IS_PROGRESS 5      /* slowReaderIsServed: bytes read are progress, bytes acknowledged are not */
#define EOF_IS_ENOUGH 6         /* noClaimOfLostData: PeerClosed at the peer's FIN, without the acknowledgement of our bytes */
#define UNACKED_IS_ENOUGH 7     /* noClaimOfLostData: "nothing unacknowledged" for "all acknowledged": a RST empties the queue */
#define SECOND_READER 8         /* oneReader: the helper drains beside the declared reader */
#define NO_LOOK_AT_ENTRY 9      /* resetBeforeIsTold: TCP_INFO is not looked at when the helper is called */
#define NO_DEADLINE 10          /* ends: PendingSends, close_notify and Reader are awaited without a limit */
#define FIN_AFTER_FAILED_SEND 11 /* noPartLooksWhole: the FIN is sent although the declared send failed */
#define FIN_TWICE 12            /* finOnce: the FIN is sent again after the drain's first byte */
#define NO_BARRIER 14           /* finAfterSends: a send that is not declared is not waited for */
#define NO_LIMITS 13            /* ends: the clock is not looked at */

#ifndef FAULT
#define FAULT 0
#endif
