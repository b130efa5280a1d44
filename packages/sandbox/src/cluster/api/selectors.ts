import { KubeObject } from '../KubeObject';
import { ApiError } from './ApiError';

type Test = (object: KubeObject) => boolean;

/** Whether an object is among those that a list or a watch asks for. */
export function readSelectors(query: URLSearchParams): Test {
  const tests = [
    ...split(query.get('labelSelector') ?? '').map(labelTest),
    ...split(query.get('fieldSelector') ?? '').map(fieldTest),
  ];
  return object => tests.every(test => test(object));
}

/** Requirements are parted by commas that aren't in parentheses. */
function split(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(Boolean);
}

const setTerm = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/;
const equalTerm = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/;

function labelTest(term: string): Test {
  const value = (object: KubeObject, name: string) =>
    object.metadata.labels?.[name];
  const inSet = setTerm.exec(term);
  if (inSet) {
    const [, name, operator, list] = inSet;
    const wanted = list.split(',').map(part => part.trim());
    return object => {
      const found = value(object, name);
      const isIn = found !== undefined && wanted.includes(found);
      return isIn === (operator === 'in');
    };
  }
  const isEqual = equalTerm.exec(term);
  if (isEqual) {
    const [, name, operator, wanted] = isEqual;
    return object => (value(object, name) === wanted) === (operator !== '!=');
  }
  if (/^!?[A-Za-z0-9./_-]+$/.test(term)) {
    const name = term.replace(/^!/, '');
    return object =>
      (value(object, name) !== undefined) === !term.startsWith('!');
  }
  throw new ApiError('BadRequest', `unable to parse requirement: ${term}`);
}

function fieldTest(term: string): Test {
  const [, field, operator, wanted] = equalTerm.exec(term) ?? [];
  if (field === 'metadata.name' || field === 'metadata.namespace') {
    const name = field === 'metadata.name' ? 'name' : 'namespace';
    return ({ metadata }) =>
      (metadata[name] === wanted) === (operator !== '!=');
  }
  throw new ApiError('BadRequest', `field label not supported: ${term}`);
}
