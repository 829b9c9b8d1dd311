import { articleClusterIp } from '../src/lessons/samples/article-clusterip';
import { root, takePictures } from './pictures';

/** Makes the README's picture: the first sample, just after the DNAT. */
await takePictures((take) =>
  take(articleClusterIp, `${root}/public/screenshot.png`, {
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
  }),
);
