const idBytes = 20;
const emptySlot = -1;

/**
 * Object ids, each known by the number it was first met as. Ids are kept as 20
 * raw bytes in one buffer with open addressing: a quarter of a million take
 * about 10 MB where strings would take 40.
 */
export class ObjectIdTable {
  #bytes = Buffer.alloc(2048 * idBytes);
  #slots = new Int32Array(4096).fill(emptySlot);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of the id written in hexadecimal at `offset`; new ids are added. */
  intern(text: Buffer, offset: number): number {
    if ((this.#size + 1) * 2 > this.#slots.length) this.#grow();
    const start = this.#size * idBytes;
    decodeHex(text, offset, this.#bytes, start);
    const slot = this.#find(this.#bytes, start);
    const known = this.#slots[slot];
    if (known !== emptySlot) return known;
    this.#slots[slot] = this.#size;
    this.#size += 1;
    return this.#size - 1;
  }

  /** The number of a known id, or undefined. */
  get(id: string): number | undefined {
    if (!/^[0-9a-f]{40}$/.test(id)) return undefined;
    const known = this.#slots[this.#find(Buffer.from(id, 'hex'), 0)];
    return known === emptySlot ? undefined : known;
  }

  /** The id in hexadecimal. */
  text(number: number): string {
    return this.#bytes.toString(
      'hex',
      number * idBytes,
      (number + 1) * idBytes,
    );
  }

  /** The slot that holds the id, or the empty one where it belongs. */
  #find(bytes: Buffer, start: number): number {
    const mask = this.#slots.length - 1;
    let slot = bytes.readUInt32LE(start) & mask;
    for (;;) {
      const known = this.#slots[slot];
      if (known === emptySlot) return slot;
      const at = known * idBytes;
      if (
        this.#bytes.compare(bytes, start, start + idBytes, at, at + idBytes) ===
        0
      ) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const bytes = Buffer.alloc(this.#bytes.length * 2);
    this.#bytes.copy(bytes);
    this.#bytes = bytes;
    this.#slots = new Int32Array(this.#slots.length * 2).fill(emptySlot);
    for (let number = 0; number < this.#size; number += 1) {
      this.#slots[this.#find(bytes, number * idBytes)] = number;
    }
  }
}

const hexDigit = new Uint8Array(256);
for (let digit = 0; digit < 16; digit += 1) {
  hexDigit[digit.toString(16).charCodeAt(0)] = digit;
}

function decodeHex(
  text: Buffer,
  from: number,
  into: Buffer,
  start: number,
): void {
  for (let index = 0; index < idBytes; index += 1) {
    const at = from + index * 2;
    into[start + index] = (hexDigit[text[at]] << 4) | hexDigit[text[at + 1]];
  }
}
