/** How an exchange ended: a headline, what the program that called sees, and the reason. */
export const outcome = {
  headlineNobody: 'nobody',
  answered: {
    headline: 'Answered by {{who}}',
    clientTcp: 'The connection is open. The answer comes from {{peer}}.',
    clientAnew:
      'The connection is open, a second late: an old one from the same port still stood, and was ended first. The answer comes from {{peer}}.',
    clientUdp: 'A datagram comes back, from {{peer}}.',
    clientIcmp: 'An echo reply comes back, from {{peer}}.',
    detail: '{{who}} reads it at {{at}} and sees {{source}} as its peer.',
    detailNat: '{{who}} reads it at {{at}} and sees {{source}} as its peer, not {{client}}.',
  },
  conversation: 'The connection opened, data went there and an answer came back, and it was closed.',
  delivered: {
    headline: 'Delivered to {{who}}',
    client: 'Nothing, and nothing is to come: nobody answers such a packet.',
  },
  refused: {
    headline: 'Refused: nothing listens there',
    headlineReset: 'Reset: the connection is not known there',
    headlineIcmp: 'Refused by a rule',
    clientTcp: 'Connection refused, at once.',
    clientReset: 'Connection reset by peer.',
    detailReset: '{{who}} got the packet, and has no such connection. Its kernel answers with RST.',
    detailAbort: '{{who}} got the packet and has no socket at port {{port}}. Its kernel answers with ABORT.',
    clientUdp: 'An ICMP error comes back; the next call on the socket fails with "Connection refused".',
    detailRst: '{{who}} got the packet and has no socket at port {{port}}. Its kernel answers with RST.',
    detailRstOn:
      '{{who}} got the packet, but its process listens on {{on}} only: nobody has port {{port}} at {{at}}. Its kernel answers with RST.',
    detailClosedOn:
      '{{who}} got the packet, but its process listens on {{on}} only: nobody has port {{port}} at {{at}}. Its kernel answers with ICMP.',
    detailIcmp: '{{from}} answers with ICMP: {{icmp}}.',
    detailClosed: '{{who}} got the packet and has no socket at port {{port}}. Its kernel answers with ICMP.',
  },
  unreachable: {
    headline: 'Unreachable',
    clientNetwork: 'Network is unreachable, at once.',
    clientHost: 'No route to host, at once.',
    clientLater: 'No route to host, after about three seconds of asking.',
    headlineForbidden: 'Not sent: its own node forbids it',
    clientForbidden: 'Operation not permitted, at once.',
    headlineTooBig: 'Too large for the way',
    clientTooBig: 'Message too long. The next one of that size is fragmented before it is sent.',
    clientAccess: 'Permission denied, at once.',
  },
  timeout: {
    headlineRequest: 'The packet is lost on its way',
    headlineReply: 'The answer is lost on its way back',
    headlineDropped: 'The packet is dropped',
    headlineReplyDropped: 'The answer is dropped on its way back',
    clientTcp: 'Nothing. It tries again for about two minutes, then: Connection timed out.',
    clientOpen:
      'The connection stands, then nothing more comes. It tries again for about 15 minutes, then: Connection timed out.',
    clientStray: 'Nothing. No program waits for an answer to such a packet.',
    clientUdp: 'Nothing comes back. A UDP program waits as long as it likes.',
    clientIcmp: 'No reply. ping goes on asking.',
    arrived: 'The request itself did reach {{who}}.',
  },
  'not-evaluated': {
    headline: 'Not evaluated',
    client: 'Unknown: the walk stopped at a rule that is not simulated.',
  },
  byRule: 'So says rule {{rule}} of {{chain}}, table {{table}}, on {{machine}}.',
  outer: 'What is lost is the VXLAN packet around it, {{src}} to {{dst}}, UDP port {{port}}.',
  none: 'The trace ends without a reason.',
} as const;
