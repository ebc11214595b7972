// The smallest main process there can be: it starts the utility process, passes on its one message as a line of JSON
// on stdout, and ends. Electron takes it as it stands, so it is no TypeScript.
import { app, Menu, utilityProcess } from 'electron';

// Electron's default menu needs a display
Menu.setApplicationMenu(null);

void app.whenReady().then(() => {
  const child = utilityProcess.fork(new URL('utility.js', import.meta.url).pathname, [], { stdio: 'inherit' });
  let answer;
  child.once('message', (message) => {
    answer = message;
    child.kill();
  });
  child.once('exit', (code) => {
    console.log(`${JSON.stringify(answer ?? { error: `the utility process ended with ${code} and said nothing` })}`);
    app.exit(answer === undefined ? 1 : 0);
  });
});
