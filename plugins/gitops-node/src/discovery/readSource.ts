import {
  DeclaredSource,
  Declaration,
  DiscoveryContext,
  SourceContent,
  SourceReaders,
} from './declaration';

/** Hands a source to the reader of its type. */
export function readSource(
  source: DeclaredSource,
  declaration: Declaration,
  readers: SourceReaders,
  context: DiscoveryContext,
): SourceContent {
  switch (source.type) {
    case 'directory':
      return readers.directory(source, declaration, context);
    case 'localChart':
      return readers.localChart(source, declaration, context);
    case 'remoteChart':
      return readers.remoteChart(source, declaration, context);
    default:
      return readers.remoteGit(source, declaration, context);
  }
}
