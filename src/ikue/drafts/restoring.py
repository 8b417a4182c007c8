"""From text that was typed back to a form: a draft, or a page asked for again without sending."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django import forms
from django.http import QueryDict

from ikue.drafts.keeping import Typist, draft_of, drop_draft
from ikue.drafts.models import Draft

Typed = Mapping[str, Sequence[str] | str]


def typed_in(post: QueryDict) -> Typed:
    return {name: post.getlist(name) for name in post}


def one_of(typed: Typed, name: str) -> str:
    """The last value of one field, empty where it was not typed."""
    found = typed.get(name, "")
    return found if isinstance(found, str) else (found[-1] if found else "")


def kept(by: Typist, form: str, subject: object = "") -> Draft | None:
    """What this account typed on the form about the subject and did not send."""
    return draft_of(account_id=by.account_id, form=form, subject=str(subject))


def saved_at(by: Typist, form: str, subject: object = "") -> datetime | None:
    draft = kept(by, form, subject)
    return draft.saved_at if draft else None


def put_back(form: forms.Form, draft: Draft | None) -> None:
    """What was typed wins over what stands, with the version before which it was typed: what a
    colleague wrote since is then shown, never written over."""
    restore(form, draft.content if draft else {})


def sent(by: Typist, form: str, subject: object = "") -> None:
    """The verb was carried out: the draft goes in the same transaction."""
    drop_draft(account_id=by.account_id, form=form, subject=str(subject))


def restore(form: forms.Form, typed: Typed, *, complete: bool = False) -> None:
    """Show in `form` what was typed. `complete`: whatever is not there was left empty."""
    for name, field in form.fields.items():
        found = typed.get(form.add_prefix(name))
        if found is not None:
            form.initial[name] = _value(field, [found] if isinstance(found, str) else found)
        elif complete and isinstance(field, forms.MultipleChoiceField | forms.BooleanField):
            form.initial[name] = _value(field, [])


def _value(field: forms.Field, found: Sequence[str]) -> object:
    kept = [str(one) for one in found if one]
    if isinstance(field, forms.MultipleChoiceField):
        return kept
    if isinstance(field, forms.BooleanField):
        return bool(kept)
    return kept[-1] if kept else ""
