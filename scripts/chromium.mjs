import fs from 'node:fs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium that browser tests drive, or undefined where there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  const places = named ? [named] : usualPlaces;
  return places.find(place => fs.existsSync(place));
}
