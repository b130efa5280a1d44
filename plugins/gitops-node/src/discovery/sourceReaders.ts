import { SourceContent, SourceReaders } from './declaration';
import { readDirectory } from './readDirectory';
import { readRemoteChart } from './readRemoteChart';
import { readRemoteGit } from './readRemoteGit';

const nothing: SourceContent = {
  workloads: [],
  artifacts: [],
  manifests: [],
  files: [],
  exists: true,
  diagnostics: [],
};

/** How each type of source is read. */
export const sourceReaders: SourceReaders = {
  directory: readDirectory,
  localChart: () => nothing,
  remoteChart: readRemoteChart,
  remoteGit: readRemoteGit,
};
