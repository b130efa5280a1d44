import { Fragment } from 'react';

export interface FieldPathProps {
  readonly path: string;
  readonly className?: string;
}

/** A field's path, which breaks where its parts meet. */
export function FieldPath({ path, className }: FieldPathProps) {
  const parts = path.split(/(?=[.[])/);
  return (
    <span className={className}>
      {parts.map((part, index) => (
        // A path never changes, and its parts have no name of their own.
        // eslint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}
