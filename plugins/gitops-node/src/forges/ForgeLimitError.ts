import { ServiceUnavailableError } from '@backstage/errors';

/**
 * The forge answers no more until `retryAt` (ISO 8601; absent where it doesn't
 * say). Whoever reads in bulk stops and goes on later.
 *
 * @public
 */
export class ForgeLimitError extends ServiceUnavailableError {
  readonly retryAt?: string;

  constructor(message: string, retryAt?: string) {
    super(message);
    this.retryAt = retryAt;
  }
}
