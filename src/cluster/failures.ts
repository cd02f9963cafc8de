import type { ObjectRef, Problem, Source } from '../problem.ts';
import { NO_SINGLE_RIGHT, readForbidden } from '../rights/forbidden.ts';
import { APPLY_GRANT, smallestGrant } from '../rights/grant.ts';
import { isImpersonation } from '../rights/impersonation.ts';
import { deniedOf } from '../rights/right.ts';
import type { ApiClient, ApiFailure } from './client.ts';

/** What a failure is told with. */
export interface FailureContext {
  /** As in `Connection.server`. */
  readonly server: string;
  /** As in `Connection.credentialName`. */
  readonly credentialName: string;
  /** What was being done, for "while …": "reading Deployment shop/web". */
  readonly doing: string;
  /** Whose request it was; default: the identity's. */
  readonly party?: ApiClient['party'];
  readonly source?: Source;
  readonly object?: ObjectRef;
}

/**
 * A failure that is none of the caller's business (a refused field, a conflict) as a problem: no connection, TLS, a
 * login page, 5xx after all tries are `unreachable`; a 401 and a credential that cannot be had `unauthenticated`; a 403
 * `forbidden`, naming the right that the server's text names and granting it; the rest, which callers usually know better, `unexpected`.
 */
export function problemOf(failure: ApiFailure, context: FailureContext): Problem {
  const place = {
    ...(context.source === undefined ? {} : { source: context.source }),
    ...(context.object === undefined ? {} : { object: context.object }),
  };
  switch (failure.kind) {
    case 'cancelled':
      return { kind: 'cancelled', message: `Cancelled while ${context.doing}.`, ...place };
    case 'credential':
      return {
        kind: 'unauthenticated',
        message: `There is no credential for ${context.server}: ${sentence(failure.message)}`,
        ...(failure.fix === undefined ? {} : { fix: failure.fix }),
        ...(failure.details === undefined ? {} : { details: failure.details }),
        ...place,
      };
    case 'unreachable': {
      const { what, fix } = unreachable(failure, context);
      return { kind: 'unreachable', message: `${what} (While ${context.doing}; ${failure.code}.)`, fix, ...place };
    }
    case 'status':
      return { ...statusProblem(failure, context), ...place };
  }
}

type StatusFailure = ApiFailure & { readonly kind: 'status' };

function statusProblem(failure: StatusFailure, context: FailureContext): Problem {
  const said = quoteOf(failure);
  if (failure.status === 401) return unauthenticated(failure, context);
  if (failure.status === 403) return forbidden(failure, context);
  if (failure.status === 429) {
    return {
      kind: 'unreachable',
      message: `${context.server} is too busy: it answered 429 to every try of ${context.doing}.${said}`,
      fix: 'Try again later, or let fewer jobs deploy at the same time.',
    };
  }
  if (failure.status === 500 && failure.message.includes('failed calling webhook')) {
    return {
      kind: 'unreachable',
      message: `An admission webhook of ${context.server} does not answer, so that ${context.doing} failed.${said}`,
      fix: 'Repair the webhook that is named here (its Service, its pods, its certificate); the cluster needs it for every such write.',
    };
  }
  if (failure.status >= 502 && failure.status <= 504) {
    return {
      kind: 'unreachable',
      message: `${context.server} cannot answer now: ${failure.status} to every try of ${context.doing}.${said}`,
      fix: 'The API server, or a load balancer before it, is down or restarting. Try again when it is back.',
    };
  }
  return {
    kind: 'unexpected',
    message: `${context.server} answered ${`${failure.status} ${failure.reason}`.trim()} to ${context.doing}.${said}`,
  };
}

function forbidden(failure: StatusFailure, context: FailureContext): Problem {
  const read = readForbidden(failure.message);
  if (read === undefined) {
    return {
      kind: 'forbidden',
      message: `${context.server} refused ${context.doing} (403).${quoteOf(failure)}`,
      denied: [],
      fix: NO_SINGLE_RIGHT,
    };
  }
  const { user, right } = read;
  const denied = [deniedOf(isImpersonation(right) ? 'token' : (context.party ?? 'identity'), right, context.doing)];
  // The constrained form names the check that failed first, and granting that may not be what is missing.
  if (isImpersonation(right) && right.verb !== 'impersonate') {
    return {
      kind: 'forbidden',
      message: `${context.server} does not let the token impersonate for ${context.doing} (403).${quoteOf(failure)}`,
      denied,
    };
  }
  return {
    kind: 'forbidden',
    message: `${user} lacks a right for ${context.doing} (403 of ${context.server}).`,
    denied,
    fix: APPLY_GRANT,
    yaml: smallestGrant([right], user),
  };
}

function quoteOf(failure: StatusFailure): string {
  return failure.message === '' ? '' : ` It said: ${sentence(failure.message)}`;
}

function unauthenticated(failure: StatusFailure, context: FailureContext): Problem {
  const said =
    failure.message === '' || failure.message === 'Unauthorized' ? '' : ` It said: ${sentence(failure.message)}`;
  return {
    kind: 'unauthenticated',
    message: `${context.server} does not know the credential: ${context.credentialName} (401 to ${context.doing}).${said}`,
    fix: "It has expired or was revoked, it belongs to another cluster, or it was issued for another audience. A service account's token also ends with its service account, its Secret or the pod it is bound to. `kubectl create token NAME -n NAMESPACE` makes a new one.",
  };
}

interface Words {
  readonly what: string;
  readonly fix: string;
}

const UNKNOWN_CA = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
]);

function unreachable(failure: ApiFailure & { readonly kind: 'unreachable' }, context: FailureContext): Words {
  const { server } = context;
  const host = new URL(server).hostname;
  const { code } = failure;
  if (UNKNOWN_CA.has(code)) {
    return {
      what: `The certificate of ${server} is signed by an authority that nobody here knows: ${sentence(failure.message)}`,
      fix: "Give the cluster's CA: the input `certificate-authority` beside `server`, or `certificate-authority-data` (or `certificate-authority`) of the cluster in the kubeconfig. If it is there, it is the CA of another cluster, or a proxy on the way opens the connection.",
    };
  }
  switch (code) {
    case 'ECONNREFUSED':
      return {
        what: `${server} refuses connections.`,
        fix: 'Nothing listens there: check host and port, and that the API server runs and may be reached from this runner.',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        what: `The host name ${host} does not resolve.`,
        fix: "Check it for a typo. A private cluster's name may resolve only inside its network: use a runner there, or a proxy (HTTPS_PROXY, `proxy-url`).",
      };
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return {
        what: `There is no route to ${server}.`,
        fix: 'A private cluster is reached from its own network only: use a runner there, or a proxy (HTTPS_PROXY, `proxy-url`).',
      };
    case 'ETIMEDOUT':
      return {
        what: `${server} does not answer: ${sentence(failure.message)}`,
        fix: "A firewall that drops packets looks like this: check that this runner's address is allowed to reach the API server.",
      };
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return {
        what: `${server} broke the connection at every try: ${sentence(failure.message)}`,
        fix: 'A firewall, a proxy or a load balancer that does not know this host does that, and an API server that restarts.',
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        what: `The certificate of ${server} is for other names: ${sentence(failure.message)}`,
        fix: `Connect by a name that is in it, or set \`tls-server-name\` of the cluster in the kubeconfig to such a name.`,
      };
    case 'CERT_HAS_EXPIRED':
      return {
        what: `The certificate of ${server}, or of its authority, has expired.`,
        fix: "Renew it (kubeadm: `kubeadm certs renew`), and check this machine's clock.",
      };
    case 'CERT_NOT_YET_VALID':
      return {
        what: `The certificate of ${server} is not valid yet.`,
        fix: 'Check the clock of this machine and of the one that issued the certificate.',
      };
    case 'ERR_PROXY':
      return {
        what: `${server} cannot be reached: ${sentence(failure.message)}`,
        fix: 'The proxy comes from `proxy-url` of the cluster in the kubeconfig, or from HTTPS_PROXY; NO_PROXY names the hosts that are reached without one.',
      };
    case 'PLAIN_HTTP':
      return {
        what: `${server} is an unencrypted address, over which the token would go in the clear.`,
        fix: 'Write `https://`.',
      };
    case 'EPROTO':
      return protocolWords(failure.message, server);
    case 'REDIRECT':
    case 'NOT_KUBERNETES':
      return {
        what: `What answers at ${server} is not a Kubernetes API server: it ${sentence(failure.message)}`,
        fix: 'A login page or a proxy stands before it, or this is the address of something else (a dashboard, a console). Take the address that `kubectl cluster-info` shows.',
      };
    default:
      if (code.startsWith('ERR_SSL_')) return protocolWords(failure.message, server);
      return {
        what: `${server} cannot be reached: ${sentence(failure.message)}`,
        fix: 'Check the address, the network between this runner and it, and proxies (HTTPS_PROXY, `proxy-url`).',
      };
  }
}

/** OpenSSL's own words: what the other side said when it hung up. */
function protocolWords(message: string, server: string): Words {
  if (/wrong version number|packet length too long|http request/i.test(message)) {
    return {
      what: `What listens at ${server} does not speak TLS.`,
      fix: "Check the port: the API server's is mostly 6443 or 443.",
    };
  }
  if (
    /alert (bad certificate|certificate required|unknown ca|certificate unknown|certificate expired)/i.test(message)
  ) {
    return {
      what: `${server} refused the client certificate: ${sentence(message)}`,
      fix: 'Check `client-certificate-data` of the user in the kubeconfig: it may have expired or belong to another cluster.',
    };
  }
  return {
    what: `${server} and this Node agree on no TLS connection: ${sentence(message)}`,
    fix: "Check that the address is an API server's, and which TLS versions a proxy on the way allows.",
  };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
