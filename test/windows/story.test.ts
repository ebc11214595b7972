import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { whyNoBrowser } from './browser.ts';
import { served } from './served.ts';
import { storyFleet, walkStory } from './story.ts';
import { openWindow } from './window.ts';

const skip = (await whyNoBrowser()) ?? false;

test('the whole job in a browser', { skip }, async (t) => {
  const home = await served(t, storyFleet, { withLogin: false });
  const window = await openWindow(t, home.url);
  const saved = async (act: () => Promise<void>): Promise<Uint8Array> => {
    const downloading = window.page.waitForEvent('download', { timeout: 60_000 });
    await act();
    return new Uint8Array(readFileSync(await (await downloading).path()));
  };
  await walkStory(window, { name: 'story-browser', ...home, look: (at) => at(home.host), saved });
});
