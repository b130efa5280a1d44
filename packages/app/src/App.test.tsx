import { render, screen } from '@testing-library/react';
import App from './App';

const identity = {
  profile: {},
  backstageIdentity: {
    token: [
      'e30',
      Buffer.from(JSON.stringify({ sub: 'user:default/guest' })).toString(
        'base64',
      ),
      'e30',
    ].join('.'),
    expiresInSeconds: 3600,
    identity: {
      type: 'user',
      userEntityRef: 'user:default/guest',
      ownershipEntityRefs: ['user:default/guest'],
    },
  },
};

describe('App', () => {
  const environment = process.env;
  afterEach(() => {
    process.env = environment;
    jest.restoreAllMocks();
  });

  it('signs the guest in without a click and leads to the fleet', async () => {
    jest.spyOn(global, 'fetch').mockImplementation(async input => {
      const address = String(input instanceof Request ? input.url : input);
      return address.includes('/api/auth/guest/refresh')
        ? new Response(JSON.stringify(identity))
        : new Response('{"items":[]}');
    });
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Backstage GitOps', baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ] as unknown as string,
    };

    render(App.createRoot());

    const fleet = await screen.findByRole('link', { name: 'GitOps' });
    expect(fleet).toHaveAttribute('href', '/gitops');
  });
});
