const defaultPage = 30;
const largestPage = 100;

/** The part of a list that is asked for. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

export function readPage(query: URLSearchParams): Page {
  const number = Number(query.get('page') ?? 1);
  const size = Number(query.get('per_page') ?? defaultPage);
  return {
    number: Number.isInteger(number) && number > 0 ? number : 1,
    size:
      Number.isInteger(size) && size > 0
        ? Math.min(size, largestPage)
        : defaultPage,
  };
}

/** The `Link` header of a page, or undefined where there is only one. */
export function linkHeader(
  address: URL,
  page: Page,
  total: number,
): string | undefined {
  const last = Math.max(1, Math.ceil(total / page.size));
  if (last === 1) return undefined;
  const links = [
    ...(page.number > 1
      ? [
          { rel: 'prev', number: Math.min(page.number - 1, last) },
          { rel: 'first', number: 1 },
        ]
      : []),
    ...(page.number < last
      ? [
          { rel: 'next', number: page.number + 1 },
          { rel: 'last', number: last },
        ]
      : []),
  ];
  return links
    .map(({ rel, number }) => {
      const url = new URL(address);
      url.searchParams.set('page', String(number));
      return `<${url.href}>; rel="${rel}"`;
    })
    .join(', ');
}
