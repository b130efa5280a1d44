import { z } from 'zod';
import { repositoryUrlProblem } from './repositoryUrl';
import { rulePathProblem } from './rulePath';

/** Turns a check that tells the problem into one of zod's. */
function refusing(problemOf: (text: string) => string | undefined) {
  return (text: string, context: z.RefinementCtx<string>) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };
}

function branchProblem(name: string): string | undefined {
  if (name.startsWith('-')) return "must not begin with '-'";
  // What `git check-ref-format` refuses, as far as it could do harm.
  return /[\p{Cc} ~^:?*[\\]|\.\.|@\{/u.test(name)
    ? 'is not a branch name'
    : undefined;
}

const name = z.string().min(1, 'is empty');
const branch = name.superRefine(refusing(branchProblem));
const oneOrMore = z.preprocess(
  value => (typeof value === 'string' ? [value] : value),
  z.array(name).default([]),
);

const ruleSchema = z.strictObject({
  path: name.superRefine(refusing(rulePathProblem)),
  version: name,
});

const repositorySchema = z
  .strictObject({
    // The id names folders and is part of target ids.
    id: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
        'may hold letters, digits, dots, dashes and underscores only',
      )
      .optional(),
    url: z.string().superRefine(refusing(repositoryUrlProblem)),
    upstream: z.string().superRefine(refusing(repositoryUrlProblem)).optional(),
    branch: branch.optional(),
    branches: z.record(name, branch).optional(),
    rules: z.array(ruleSchema).default([]),
  })
  .superRefine((repository, context) => {
    if (repository.branch !== undefined && repository.branches !== undefined) {
      context.addIssue({
        code: 'custom',
        message: 'has both branch and branches; keep one',
      });
    }
    const { branches } = repository;
    if (branches !== undefined && Object.keys(branches).length === 0) {
      context.addIssue({
        code: 'custom',
        path: ['branches'],
        message: 'names no environment',
      });
    }
  });

const environmentSchema = z.strictObject({
  name,
  aliases: oneOrMore,
  promotesTo: oneOrMore,
  protected: z.boolean().default(false),
});

export const repositoriesSchema = z.array(repositorySchema).default([]);
export const environmentsSchema = z.array(environmentSchema).default([]);
