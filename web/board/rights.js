// What the session's post may do, as the server says it, so that the board offers nothing that would then be
// refused. The server decides all the same: this only hides.

/** verb of the command line → the permission that its command needs. */
const needed = {
    dispatch: 'unit.assign',
    acknowledge: 'unit.acknowledge',
    depart: 'unit.depart',
    arrive: 'unit.arrive',
    clear: 'unit.clear',
    release: 'unit.release',
    resume: 'unit.resume_assignment',
    know: 'unit.acknowledge_change',
    safe: 'unit.answer_safety_check',
    panic_over: 'unit.clear_panic',
    advise: 'unit.assign', // advice whom to send is for who can send
    note: 'incident.add_note',
    priority: 'incident.change_priority',
    share: 'incident.share',
    end_sharing: 'incident.end_sharing',
    close: 'incident.close',
    report: 'call.receive',
};

export class Rights {
    constructor({permissions, sharedOnly, sharedPermissions, area}) {
        Object.assign(this, {permissions, sharedOnly, sharedPermissions, area});
    }

    /** Whether the post may do this anywhere at all. */
    may(verb) {
        if (verb === 'undo') return this.may('dispatch') || this.may('report'); // what can be taken back
        const permission = needed[verb];
        return !permission || holds(this.permissions, permission);
    }

    /** Whether it may do it to this incident: one that was only shared with it takes less. */
    mayTo(verb, incident) {
        if (!this.may(verb)) return false;
        if (!this.sharedOnly && this.reaches(incident?.where ?? {})) return true;
        return holds(this.sharedPermissions, needed[verb]);
    }

    /** Whether there is any use in asking for a list. */
    mayRead(module) {
        return holds(this.permissions, `${module}.read`);
    }

    /** Whether a report can be taken at this desk. */
    takesReports() {
        return this.may('report');
    }

    /**
     * As the server's rule: every part that the reach names is the same in the record; a record of no place
     * is everybody's.
     */
    reaches(where) {
        const parts = ['city', 'district', 'station', 'beat'];
        if (parts.every((part) => !where[part])) return true;
        return parts.every((part) => !this.area[part] || this.area[part] === where[part]);
    }
}

/** "incident.close", "incident.*", "*.read", "*". */
function holds(patterns, permission) {
    return patterns.some(
        (pattern) =>
            pattern === '*' ||
            pattern === permission ||
            (pattern.endsWith('.*') && permission.startsWith(pattern.slice(0, -1))) ||
            (pattern.startsWith('*.') && permission.endsWith(pattern.slice(1))),
    );
}
