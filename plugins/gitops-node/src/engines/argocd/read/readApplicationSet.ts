import { z } from 'zod';
import { listOf, part, text } from '../../tolerant';
import { readableMessage } from './readableMessage';

/** What makes Applications, and why it can't where it says so. */
export interface ArgoCdApplicationSet {
  readonly name: string;
  readonly namespace: string;
  readonly failure?: string;
}

const applicationSetSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1).catch('argocd'),
  }),
  status: part({
    conditions: listOf(
      z.object({ type: z.string(), status: z.string(), message: text }),
    ),
  }),
});

/** `undefined` where it has no name. */
export function readApplicationSet(
  answer: unknown,
): ArgoCdApplicationSet | undefined {
  const read = applicationSetSchema.safeParse(answer);
  if (!read.success) return undefined;
  const { metadata, status } = read.data;
  const error = status.conditions.find(
    condition =>
      condition.type === 'ErrorOccurred' && condition.status === 'True',
  );
  return {
    ...metadata,
    ...(error !== undefined && {
      failure: readableMessage(error.message ?? 'It made no Applications'),
    }),
  };
}
