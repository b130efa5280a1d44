import type { Theme } from '@material-ui/core/styles';

/**
 * What a mark says. `waiting`: something has not arrived yet. `unknown`:
 * cannot be told, or was told too long ago. `drift`: live is not what Git
 * declares. `neutral`: what Git declares. A tone never stands alone: an icon
 * and a word go with it.
 */
export type Tone = 'ok' | 'waiting' | 'unknown' | 'alert' | 'drift' | 'neutral';

export interface ToneColors {
  readonly text: string;
  readonly background: string;
  readonly border: string;
}

// Each text colour has at least 4.5:1 on its background laid over the theme's
// paper and page (WCAG AA), for Backstage's light and dark palettes.
const light: Record<Tone, ToneColors> = {
  ok: { text: '#1A6B3C', background: '#EAF6EE', border: '#B9DFC7' },
  waiting: { text: '#8A4B00', background: '#FFF4E3', border: '#F2D2A2' },
  unknown: { text: '#55606E', background: '#EFF2F5', border: '#CDD5DD' },
  alert: { text: '#A8201A', background: '#FDEEEC', border: '#F3C1BC' },
  drift: { text: '#6D2FA0', background: '#F6EEFC', border: '#DCC3F0' },
  neutral: { text: '#1D4F91', background: '#EDF4FC', border: '#BFD6F0' },
};

const dark: Record<Tone, ToneColors> = {
  ok: {
    text: '#93E0AE',
    background: 'rgba(97, 201, 134, 0.12)',
    border: 'rgba(97, 201, 134, 0.38)',
  },
  waiting: {
    text: '#FFCB7D',
    background: 'rgba(255, 179, 71, 0.12)',
    border: 'rgba(255, 179, 71, 0.38)',
  },
  unknown: {
    text: '#CBD3DA',
    background: 'rgba(203, 211, 218, 0.10)',
    border: 'rgba(203, 211, 218, 0.32)',
  },
  alert: {
    text: '#FFB4AB',
    background: 'rgba(255, 120, 110, 0.12)',
    border: 'rgba(255, 120, 110, 0.40)',
  },
  drift: {
    text: '#DDB8FF',
    background: 'rgba(196, 132, 252, 0.14)',
    border: 'rgba(196, 132, 252, 0.42)',
  },
  neutral: {
    text: '#A9CEFF',
    background: 'rgba(122, 178, 255, 0.12)',
    border: 'rgba(122, 178, 255, 0.38)',
  },
};

export function toneColors(theme: Theme, tone: Tone): ToneColors {
  return theme.palette.type === 'dark' ? dark[tone] : light[tone];
}
