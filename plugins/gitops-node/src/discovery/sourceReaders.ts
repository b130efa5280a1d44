import { SourceReaders } from './declaration';
import { readLocalChart } from './helm/readLocalChart';
import { readDirectory } from './readDirectory';
import { readRemoteChart } from './readRemoteChart';
import { readRemoteGit } from './readRemoteGit';

/** How each type of source is read. */
export const sourceReaders: SourceReaders = {
  directory: readDirectory,
  localChart: readLocalChart,
  remoteChart: readRemoteChart,
  remoteGit: readRemoteGit,
};
