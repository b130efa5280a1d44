/** An answer that is no success. */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** When it may be asked again, in ISO 8601. */
    readonly retryAt?: string,
  ) {
    super(message);
    this.name = 'ApiFailure';
  }
}
