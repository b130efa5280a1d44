// Control characters steer a terminal; bidirectional overrides reorder a line.
const steering = /[\p{Cc}\p{Bidi_Control}]/gu;

/** Text from a repository, safe to write to a terminal. */
export function printable(text: string): string {
  return text.replace(steering, '\ufffd');
}
