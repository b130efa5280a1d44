import { applicable } from './applicable';

describe('applicable', () => {
  it("leaves out what is the server's", () => {
    expect(
      applicable({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'flags',
          labels: { app: 'web' },
          creationTimestamp: null,
          managedFields: [{}],
          resourceVersion: '1',
          uid: 'x',
        },
        data: { sale: 'no' },
        status: {},
      }),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'flags', labels: { app: 'web' } },
      data: { sale: 'no' },
    });
  });

  it('folds stringData into data, where it wins', () => {
    expect(
      applicable({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'password' },
        data: { user: 'YQ==', password: 'YQ==' },
        stringData: { password: 'b' },
      }),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'password' },
      data: { user: 'YQ==', password: 'Yg==' },
    });
  });
});
