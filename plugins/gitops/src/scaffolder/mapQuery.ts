import type { Query } from '../requests/useGitopsQuery';

/** The same query, of what its answer means. */
export function mapQuery<T, U>(query: Query<T>, map: (data: T) => U): Query<U> {
  return query.state === 'ready' ? { ...query, data: map(query.data) } : query;
}
