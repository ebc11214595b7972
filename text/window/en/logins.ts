export const logins = {
  add: {
    title: 'Add a login',
    lead: 'The TP-Link account that plugs were set up with. The password is stored encrypted beside the database and shown nowhere.',
    name: 'What you call it',
    email: 'E-mail, written as at sign-up',
    password: 'Password',
    save: 'Store and test it',
    saving: 'Storing and trying it on one plug…',
    exists: 'A login of that name is there already. Take another name.',
    missing: 'This is needed.',
  },
  test: {
    works: 'It opens {{plug}}.',
    fails: 'It does not open {{plug}}.',
    wrong:
      'The plug knows another account or password. The e-mail counts as it was written at sign-up, and a password that was changed while the plug was offline has not reached it.',
    noPlug: 'It is stored. There is no plug yet that asks for a login, so it could not be tried.',
    keep: 'Keep it all the same',
    remove: 'Remove it again',
    removed: 'The login “{{name}}” is removed.',
  },
  scanAgain: 'Read the plugs again',
} as const;
