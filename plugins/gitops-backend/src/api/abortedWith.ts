import { Response } from 'express';

/** Aborts when the person has gone. */
export function abortedWith(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  return controller.signal;
}
