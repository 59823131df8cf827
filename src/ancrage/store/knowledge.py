"""What the store holds on a territory, as the plain records that the steps read. No personal data goes through."""

from typing import Any

from ancrage.domain import knowledge as domain
from ancrage.domain.wording import count
from ancrage.inputs.rows import IMPRECISE
from ancrage.store.models import Correction, Note, OwnSite, Signal, SupportBody, Told, Workspace


def knowledge_of(key: str) -> domain.Knowledge:
    """All that the book of a territory (`niveau:code`) tells; nothing when it has none. Call `open_store()` first."""
    workspace = Workspace.objects.filter(key=key).first()
    if workspace is None:
        return domain.Knowledge()
    notes = tuple(domain.Note(n.siret, n.kind, _day(n), n.author, n.text) for n in _told(Note, workspace))
    signals = tuple(
        domain.Signal(s.siret, s.kind, _day(s), s.source or f"carnet, {s.author}", s.text)
        for s in _told(Signal, workspace)
    )
    bodies = tuple(
        domain.SupportBody(b.name, b.kind, b.commune or None, tuple(b.activities), b.source or "carnet du territoire")
        for b in _told(SupportBody, workspace)
    )
    sites = tuple(
        domain.OwnSite(
            name=s.name,
            commune=s.commune,
            lon=s.lon,
            lat=s.lat,
            area_ha=s.area_ha,
            power_mw=s.power_mw,
            water_m3_per_day=s.water_m3_per_day,
            zoning=s.zoning or None,
            polluted=s.polluted,
            available_from=s.available_from or None,
            source=s.source or "carnet du territoire",
            note=s.note or None,
        )
        for s in _told(OwnSite, workspace)
    )
    corrections = _corrections(workspace)
    parts = [notes, corrections, signals, bodies, sites]
    total = sum(map(len, parts))
    if not total:
        return domain.Knowledge()
    last = max(
        t.created_at for model in (Note, Correction, Signal, SupportBody, OwnSite) for t in _told(model, workspace)
    )
    origin = f"carnet du territoire, {count(total, 'information')}, dernière du {last:%d/%m/%Y}"
    return domain.Knowledge(origin, notes, corrections, signals, bodies, sites)


def _told(model: type[Told], workspace: Workspace) -> list[Any]:
    """In the order they were written."""
    return list(model.objects.filter(workspace=workspace).select_related("row").order_by("id"))


def _corrections(workspace: Workspace) -> tuple[domain.Correction, ...]:
    """The last correction of each field; « ferme : non » says that the establishment is open."""
    last = {(c.siret, c.field): c for c in _told(Correction, workspace)}
    return tuple(domain.Correction(c.siret, c.field, c.value, c.date.isoformat(), c.author) for c in last.values())


def _day(told: Any) -> str | None:
    """The date of something told, no more precise than its file said: « 2026-02 » when no day was given."""
    if told.date is None:
        return None
    row = told.row
    return str((row.values.get(IMPRECISE) if row else None) or told.date.isoformat())
