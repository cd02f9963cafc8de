interface AuditUser {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** An event of audit.k8s.io/v1 at level Metadata. */
export interface AuditEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly requestURI: string;
  readonly verb: string;
  readonly user: AuditUser;
  readonly impersonatedUser?: AuditUser;
  readonly userAgent?: string;
  readonly objectRef?: {
    readonly resource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly apiGroup?: string;
    readonly apiVersion?: string;
    readonly subresource?: string;
  };
  readonly responseStatus?: { readonly code?: number; readonly message?: string; readonly reason?: string };
  readonly annotations?: Readonly<Record<string, string>>;
  readonly authenticationMetadata?: { readonly impersonationConstraint?: string };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

const writeVerbs = ['create', 'update', 'patch', 'delete'];
const selfReviews = ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'];

/** The events that changed the cluster: no dry runs, nothing refused, and no questions that are asked by creating. */
export function writes(events: readonly AuditEvent[]): AuditEvent[] {
  return events.filter(
    ({ verb, requestURI, responseStatus, objectRef }) =>
      writeVerbs.includes(verb) &&
      !/[?&]dryRun=/.test(requestURI) &&
      (responseStatus?.code ?? 0) < 300 &&
      !selfReviews.includes(objectRef?.resource ?? ''),
  );
}
