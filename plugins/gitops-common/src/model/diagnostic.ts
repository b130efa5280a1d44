import { z } from 'zod';

/** @public */
export const diagnosticLevelSchema = z.enum(['info', 'warning', 'error']);

/** @public */
export type DiagnosticLevel = z.infer<typeof diagnosticLevelSchema>;

/**
 * Something that could not be read, inferred or resolved, and why. Partial
 * failure is data: a diagnostic stands beside the facts that could be had.
 *
 * `code` is a stable kebab-case word for the cause; `message` is for a person.
 *
 * @public
 */
export const diagnosticSchema = z.object({
  level: diagnosticLevelSchema,
  code: z.string(),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().int().positive().optional(),
});

/** @public */
export type Diagnostic = z.infer<typeof diagnosticSchema>;
