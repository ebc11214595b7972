/** What the desktop app says where it shows the fleet of another computer. */
export const attach = {
  title: 'Connect to another computer',
  lead: 'A computer beside the plugs runs “plugfleet serve” and does the work; this window shows its fleet. Paste the address it printed there, with its token.',
  address: 'Address',
  tokensKept: 'The token is kept here, encrypted by this system.',
  tokensNotKept: 'This system cannot encrypt the token, so it is not kept: paste the whole address each time.',
  connect: 'Connect',
  connectTo: 'Connect to {{name}}',
  connecting: 'Connecting…',
  known: 'Connected before',
  forget: 'Forget',
  forgetName: 'Forget {{name}}',
  banner: 'Connected to {{name}}: its plugs and its ledger. What you start runs there.',
  back: 'Back to this computer',
  windowTitle: '{{name}} – Plugfleet',
  lost: '{{name}} does not answer. What you see may be out of date; a run there may be going on.',
  relayBack: 'The connection works again. What runs on the other computer went on meanwhile.',
  ended: 'No longer connected to {{name}}',
  connectAgain: 'Connect again…',
  certificate: {
    seen: 'SHA-256 of its certificate',
    seenNow: 'SHA-256 of the certificate it shows now',
    known: 'The one you trusted',
    how: 'Read the same line on that computer itself: “plugfleet serve” prints it when it starts. Trust it only if every letter is the same.',
    trust: 'Trust and connect',
    trustNew: 'Trust the new one and connect',
  },
  problems: {
    'not-an-address': {
      title: 'That is no address of a Plugfleet',
      next: 'Paste the line that “plugfleet serve” printed; it begins with https://.',
    },
    'needs-tls': {
      title: 'That address is not encrypted',
      next: 'Everybody on the way could read passwords. Start “plugfleet serve” there with --tls-cert and --tls-key.',
    },
    'token-missing': {
      title: 'The token is missing',
      next: 'Paste the whole address that “plugfleet serve” printed, with the token at its end.',
    },
    'no-answer': {
      title: 'Nobody answers there',
      next: 'Look whether that computer is on, “plugfleet serve” runs on it, and no firewall is in between.',
    },
    'no-tls': {
      title: 'It answers, but not with TLS',
      next: 'Use the address exactly as “plugfleet serve” printed it, with the same port.',
    },
    'not-plugfleet': {
      title: 'Something else answers there, no Plugfleet',
      next: 'The token was not sent. Compare host and port with what “plugfleet serve” printed; an older Plugfleet has to be updated.',
    },
    'other-name': {
      title: 'That Plugfleet goes by another name',
      next: 'Use the host that “plugfleet serve” printed, or start it there with --host 0.0.0.0 to take every address.',
    },
    'token-wrong': {
      title: 'The token is not the right one',
      next: 'A new one is made at each start of “plugfleet serve”. Paste the address it printed last.',
    },
    'too-many-tries': {
      title: 'Too many wrong tokens came from here',
      next: 'Wait a few minutes, then try again with the address that “plugfleet serve” printed last.',
    },
    'other-version': {
      title: 'That computer has Plugfleet {{theirs}}, this one {{ours}}',
      next: 'Install the same version on both. Until then its own page in a browser works.',
    },
    'certificate-new': {
      title: 'Is this the right computer?',
      next: 'Its certificate is not known here yet. The token has not been sent.',
    },
    'certificate-changed': {
      title: 'This is not the certificate you trusted',
      next: 'Refused; nothing was sent. Another computer may be answering in its place. If the certificate was renewed on purpose, compare the new one first.',
    },
  },
} as const;
