import { DiscoveryRule } from '../../discovery/model';
import { Random } from './Random';

export type Files = Readonly<Record<string, string>>;

/** What an environment is pinned to. */
export interface Pin {
  readonly tag: string;
  readonly digest?: string;
}

/**
 * How a program makes an environment's objects of the files, told by the
 * layout alone: what `kustomize build` or `helm template` is run on, or the
 * manifests that are applied as they are. Values are read from the files, as a
 * person would hand them to the program.
 */
export type Render =
  | { readonly by: 'kustomize'; readonly directory: string }
  | {
      readonly by: 'helm';
      readonly chart: string;
      readonly values: (files: Files) => string;
    }
  | { readonly by: 'none'; readonly manifests: readonly string[] };

/** A repository made up for a test: one service in three environments. */
export interface MadeRepository {
  /** Files by branch. */
  readonly branches: Readonly<Record<string, Files>>;
  /** Environment to branch, where each is one. */
  readonly environments?: Readonly<Record<string, string>>;
  readonly rules?: readonly DiscoveryRule[];
  /** Absent where a program would need what isn't in the repository. */
  readonly render?: (stage: string) => Render;
  /** What a render needs beside the repository, such as a published chart. */
  readonly beside?: Files;
}

export type Layout = (
  random: Random,
  pins: Readonly<Record<string, Pin>>,
) => MadeRepository;

export const ownUrl = 'https://git.quillmoor.example/quillmoor/config.git';
export const stages = ['development', 'staging', 'production'] as const;

export function onMain(
  files: Files,
  more: Pick<MadeRepository, 'render' | 'beside'> = {},
): MadeRepository {
  return { branches: { main: files }, ...more };
}

export function perStage(make: (stage: string) => Files): Files {
  return Object.assign({}, ...stages.map(make));
}

/**
 * A text in one of the ways that people write them: what would be a number
 * without quotes has some, as programs want it.
 */
export function scalar(random: Random, value: string): string {
  const isText = Number.isNaN(Number(value));
  const quote = isText
    ? random.pick(['', '', '"', "'"])
    : random.pick(['"', "'"]);
  const comment = random.pick(['', '', ' # keep', '   # {"why": "not"}']);
  return `${quote}${value}${quote}${comment}`;
}

/** A pin as it stands in an image. */
export function pinned({ tag, digest }: Pin): string {
  return digest === undefined ? tag : `${tag}@${digest}`;
}

export const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web   # the service
          image: ${image}
        - name: sidecar
          image: quillmoor/sidecar:1.0.0
`;
