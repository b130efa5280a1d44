import { Resource } from './Resource';

/**
 * An object's name as policies tell it: `group/kind/namespace/name`; `_` where
 * there is none.
 *
 * @public
 */
export function resourceName({ apiVersion, kind, metadata }: Resource): string {
  const at = (key: string): string => {
    const value: unknown =
      typeof metadata === 'object' && metadata !== null
        ? Reflect.get(metadata, key)
        : undefined;
    return typeof value === 'string' && value !== '' ? value : '_';
  };
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '_';
  return [group, kind, at('namespace'), at('name')].join('/');
}
