const form =
  /^([+-]?)(\d+\.?\d*|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d{1,4})?$/;

const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const binary: Readonly<Record<string, bigint>> = {
  Ki: 10n,
  Mi: 20n,
  Gi: 30n,
  Ti: 40n,
  Pi: 50n,
  Ei: 60n,
};

/** Kubernetes keeps no more than nine decimal places, and rounds up to them. */
const kept = 9;

/** Longer texts and greater exponents are no quantities, but attacks. */
const maximumLength = 100;
const maximumExponent = 200;

/**
 * How much a Kubernetes quantity (`100m`, `1.5Gi`, `1e3`) is, in billionths:
 * two are equal where these are. `undefined` where it is none.
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  if (text.length > maximumLength) return undefined;
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, sign, number, suffix = ''] = match;
  const [whole, fraction = ''] = number.split('.');
  const shift = suffix in binary ? binary[suffix] : 0n;
  const exponent = decimalExponent(suffix) - fraction.length + kept;
  if (Math.abs(exponent) > maximumExponent) return undefined;
  const mantissa = BigInt(`${whole}${fraction}`) * 2n ** shift;
  const amount = scale(mantissa, exponent);
  return sign === '-' ? -amount : amount;
}

function decimalExponent(suffix: string): number {
  if (suffix in decimal) return decimal[suffix];
  return /^[eE][+-]?\d/.test(suffix) ? Number(suffix.slice(1)) : 0;
}

function scale(mantissa: bigint, exponent: number): bigint {
  if (exponent >= 0) return mantissa * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return (mantissa + divisor - 1n) / divisor;
}
