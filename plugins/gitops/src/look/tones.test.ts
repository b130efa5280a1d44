import { createTheme } from '@material-ui/core/styles';
import { subtleText } from './surface';
import { Tone, toneColors } from './tones';

const tones: Tone[] = ['ok', 'waiting', 'unknown', 'alert', 'drift', 'neutral'];

// Backstage's own backgrounds, and the page of its newer layout.
const grounds = {
  light: ['#FFFFFF', '#F8F8F8'],
  dark: ['#424242', '#333333'],
} as const;

type Rgb = readonly [number, number, number];

function parse(color: string, ground: Rgb): Rgb {
  if (color.startsWith('#')) {
    const part = (at: number) => parseInt(color.slice(at, at + 2), 16);
    return [part(1), part(3), part(5)];
  }
  const [r, g, b, alpha] = (color.match(/[\d.]+/g) ?? []).map(Number);
  const over = (value: number, below: number) =>
    value * alpha + below * (1 - alpha);
  return [over(r, ground[0]), over(g, ground[1]), over(b, ground[2])];
}

function luminance(color: Rgb): number {
  const [r, g, b] = color.map(value => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(text: string, background: string, ground: string): number {
  const below = parse(ground, [0, 0, 0]);
  const bright = [parse(text, below), parse(background, below)]
    .map(luminance)
    .sort((a, b) => b - a);
  return (bright[0] + 0.05) / (bright[1] + 0.05);
}

describe.each(['light', 'dark'] as const)('in the %s theme', type => {
  const theme = createTheme({ palette: { type } });

  it.each(tones)('the tone %s can be read on its own ground', tone => {
    const { text, background } = toneColors(theme, tone);
    for (const ground of grounds[type]) {
      expect(contrast(text, background, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(tones)('the tone %s can be read without a ground', tone => {
    const { text } = toneColors(theme, tone);
    for (const ground of grounds[type]) {
      expect(contrast(text, ground, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('secondary text can be read', () => {
    for (const ground of grounds[type]) {
      const ratio = contrast(subtleText(theme), ground, ground);
      expect(ratio).toBeGreaterThanOrEqual(4.5);
    }
  });
});
