import type { Page } from 'playwright-core';

/** How many shades the first page that is drawn has, and how much of it is dark. */
export async function inkOn(page: Page): Promise<{ dark: number; shades: number }> {
  await page.locator('.sheet canvas[data-drawn="true"]').first().waitFor({ timeout: 60_000 });
  return await page
    .locator('.sheet canvas[data-drawn="true"]')
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      const shades = new Set<number>();
      let dark = 0;
      for (let at = 0; at < pixels.length; at += 4) {
        const shade = pixels[at] ?? 255;
        shades.add(shade);
        if (shade < 128) dark += 1;
      }
      return { dark: dark / (pixels.length / 4), shades: shades.size };
    });
}
