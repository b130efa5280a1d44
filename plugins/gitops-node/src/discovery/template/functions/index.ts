import { TemplateFunction } from '../TemplateEnvironment';
import { TemplateError } from '../syntax';
import { Dictionary } from '../templateValue';
import { collectionFunctions } from './collectionFunctions';
import { encodingFunctions } from './encodingFunctions';
import { logicFunctions } from './logicFunctions';
import { mathFunctions } from './mathFunctions';
import { regexFunctions } from './regexFunctions';
import { textFunctions } from './textFunctions';

const evaluationFunctions: Readonly<Record<string, TemplateFunction>> = {
  include: ([name, data], scope) => {
    if (typeof name !== 'string') {
      throw new TemplateError('include needs a name.');
    }
    return scope.include(name, data);
  },
  tpl: ([text, data], scope) => scope.evaluateText(text, data),
  lookup: (_, scope) => {
    scope.indeterminate('lookup asks a cluster');
    return new Dictionary();
  },
};

/** Different each time, or taken from the machine: not in Git. */
const indeterminate = [
  'randAlphaNum',
  'randAlpha',
  'randNumeric',
  'randAscii',
  'randBytes',
  'randInt',
  'uuidv4',
  'now',
  'date',
  'dateInZone',
  'genPrivateKey',
  'genSelfSignedCert',
  'genSignedCert',
  'genCA',
  'derivePassword',
  'htpasswd',
  'bcrypt',
  'env',
  'expandenv',
  'getHostByName',
];

const indeterminateFunctions: Readonly<Record<string, TemplateFunction>> =
  Object.fromEntries(
    indeterminate.map(
      name =>
        [
          name,
          (_: unknown, scope) => {
            scope.indeterminate(`${name} gives what is not in Git`);
            return new Dictionary();
          },
        ] satisfies [string, TemplateFunction],
    ),
  );

const named: Readonly<Record<string, TemplateFunction>> = {
  ...logicFunctions,
  ...mathFunctions,
  ...collectionFunctions,
  ...textFunctions,
  ...regexFunctions,
  ...encodingFunctions,
  ...evaluationFunctions,
  ...indeterminateFunctions,
};

const aliases = Object.entries(named).map(
  ([name, run]) =>
    [`must${name[0].toUpperCase()}${name.slice(1)}`, run] as const,
);

/** The functions of Helm and sprig that a template may call. */
export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map(
  [...aliases, ...Object.entries(named)],
);
