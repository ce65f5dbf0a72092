"""Pages about signing in and one's own account that django-allauth does not bring."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from requests import RequestException

from .actions import change_name as keep_name
from .actions import set_reminders
from .forms import YourNameForm
from .models import User
from .words import words_of


@login_not_required
def csrf_failure(request, reason=""):
    """A form came without the token of this browser's session: say what to do."""
    if request.htmx:
        return render(request, "accounts/_form_expired.html", status=403)
    context = {"words": words_of(request)}
    return render(request, "accounts/form_expired.html", context, status=403)


def your_account(request):
    """What there is to know and to change about one's own account."""
    steps = [one.type for one in Authenticator.objects.filter(user=request.user)]
    context = {
        "has_app": Authenticator.Type.TOTP in steps,
        "passkeys": steps.count(Authenticator.Type.WEBAUTHN),
        "sessions": len(UserSession.objects.purge_and_list(request.user)),
        "providers": get_adapter().list_providers(request),
        "connections": SocialAccount.objects.filter(user=request.user).count(),
    }
    return render(request, "accounts/your_account.html", context)


def change_name(request):
    """Change how others see one's name."""
    form = YourNameForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        keep_name(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, "Your name is changed.")
        return redirect("account")
    return render(request, "accounts/name.html", {"form": form})


@require_POST
def switch_reminders(request):
    """Turn the reminders by email on or off."""
    wanted = request.POST.get("wanted") == "yes"
    set_reminders(user=request.user, wanted=wanted)
    messages.success(request, f"Reminders are {'on' if wanted else 'off'}.")
    return redirect("account")


@login_not_required
@csrf_exempt  # an email program sends the POST by itself (RFC 8058): the link is what it goes by
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reminders(request, token: str):
    """Turn off the reminders of whoever was sent this link. Only a POST does: programs look first.

    A link that we did not make is told the same, whoever it names.
    """
    user = User.objects.of_reminders_token(token)
    is_done = user is not None and request.method == "POST"
    if is_done:
        set_reminders(user=user, wanted=False)
    context = {"is_known": user is not None, "is_done": is_done}
    return render(request, "accounts/stop_reminders.html", context, status=200 if user else 404)


@require_POST
def end_session(request, session: int):
    """Sign one of one's own browsers out."""
    get_object_or_404(UserSession, pk=session, user=request.user).end()
    messages.success(request, "That browser is signed out.")
    return redirect("usersessions_list")


@login_not_required
def go_to_provider(request, provider_id: str):
    """django-allauth's way to the provider, where its redirect becomes a page that goes there.

    A form's answer may not redirect to another site: the content policy (form-action) forbids it.
    """
    try:
        answer = openid_connect.login(request, provider_id)
    except RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)
    if answer.status_code != 302:
        return answer
    return render(request, "accounts/go_to_provider.html", {"address": answer.url})
