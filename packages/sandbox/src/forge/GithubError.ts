/** One thing that is wrong with a request, as GitHub lists it. */
export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: 'missing_field' | 'invalid' | 'already_exists' | 'custom';
  readonly message?: string;
}

/** A refusal, in GitHub's words and with its status. */
export class GithubError extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[] | undefined;

  constructor(status: number, message: string, errors?: readonly FieldError[]) {
    super(message);
    this.name = 'GithubError';
    this.status = status;
    this.errors = errors;
  }
}

export function notFound(): GithubError {
  return new GithubError(404, 'Not Found');
}

/** 422 with what is wrong with which field. */
export function invalid(error: FieldError): GithubError {
  return new GithubError(422, 'Validation Failed', [error]);
}
