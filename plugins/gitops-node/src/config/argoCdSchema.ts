import { z } from 'zod';

const text = z.string().min(1, 'is empty');

/** A key without a value counts as absent: an environment variable may be unset. */
const optionalText = z
  .string()
  .optional()
  .transform(value => (value === '' ? undefined : value));

const address = z.string().superRefine(refuseAddress);

const credentialKeys = {
  token: optionalText,
  username: optionalText,
  password: optionalText,
};

const destination = z.union([
  text.transform(cluster => ({ name: cluster, destination: cluster })),
  z.strictObject({ name: text, destination: text }),
]);

const destinations = z.preprocess(
  value => (typeof value === 'string' ? [value] : value),
  z.array(destination).default([]),
);

const instanceSchema = z
  .strictObject({
    name: text,
    url: address,
    ...credentialKeys,
    frontendUrl: address.optional(),
    caFile: text.optional(),
    clusters: destinations,
    // A duration, read by Backstage's own reader.
    timeout: z.unknown().optional(),
  })
  .superRefine((instance, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', message });
    const { token, username, password, url, caFile } = instance;
    if (token !== undefined && (username ?? password) !== undefined) {
      refuse('has both token and username or password; keep one');
    }
    if ((username === undefined) !== (password === undefined)) {
      refuse('must have username and password together');
    }
    if (!url.startsWith('http:')) return;
    if (caFile !== undefined) refuse('has caFile, which goes with https only');
    const isSecret = token !== undefined || password !== undefined;
    if (isSecret && !isLocal(url)) {
      refuse('would get its credentials in clear text; use https');
    }
  });

export const argoCdInstancesSchema = z.array(instanceSchema).default([]);

export type ArgoCdEntry = z.output<typeof instanceSchema>;

/**
 * `argocd.appLocatorMethods`, which belongs to other plugins: keys of theirs
 * that mean nothing here are left alone.
 */
const locatorInstanceSchema = z.looseObject({
  name: text,
  url: address,
  ...credentialKeys,
  frontendUrl: optionalText,
});

export const argoCdLocatorsSchema = z
  .array(
    z.looseObject({
      type: z.string(),
      username: optionalText,
      password: optionalText,
      instances: z.array(locatorInstanceSchema).default([]),
    }),
  )
  .default([]);

function refuseAddress(url: string, context: z.RefinementCtx<string>): void {
  const refuse = (message: string) =>
    context.addIssue({ code: 'custom', message });
  if (!URL.canParse(url)) {
    refuse('is not a URL');
    return;
  }
  const { protocol, username, password, search, hash } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    refuse('must begin with https:// or http://');
  }
  if (username || password) {
    refuse('holds credentials; use token, or username and password');
  }
  if (search || hash) refuse('must end with its path');
}

/** Whether nothing leaves the machine on the way there. */
export function isLocal(url: string): boolean {
  return (
    URL.canParse(url) &&
    ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
  );
}
