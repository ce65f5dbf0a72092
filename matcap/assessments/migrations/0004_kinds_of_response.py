from django.db import migrations, models


def name_schools(apps, schema_editor):
    """Until now a response was the trust's, or a school's."""
    apps.get_model("assessments", "Response").objects.exclude(school=None).update(kind="school")


class Migration(migrations.Migration):

    dependencies = [
        ("assessments", "0003_rounds"),
    ]

    operations = [
        migrations.RunPython(name_schools, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'agreed'), _negated=True), fields=('trust', 'framework'), name='one_unfinished_assessment_a_framework', violation_error_message='An assessment with this framework is under way already. Agree it before you start another.'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'agreed'), _negated=True), ('agreed_on', None)), models.Q(('agreed_on__isnull', False), ('state', 'agreed')), _connector='OR'), name='agreed_means_dated', violation_error_message='An agreed assessment has the date it was agreed.'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'trust')), fields=('assessment',), name='one_agreed_response', violation_error_message="This assessment has the trust's ratings already."),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(fields=('assessment', 'school', 'kind'), name='one_response_a_school', violation_error_message='This school has its ratings already.'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(fields=('assessment', 'contributor'), name='one_response_a_contributor', violation_error_message='This person rates in the assessment already.'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('contributor', None), ('group', None), ('kind', 'trust'), ('school', None)), models.Q(('contributor__isnull', False), ('group__isnull', False), ('kind', 'contributor'), ('school', None)), models.Q(('contributor', None), ('group', None), ('kind__in', ['school', 'view']), ('school__isnull', False)), _connector='OR'), name='a_response_is_of_its_kind', violation_error_message="A response is the trust's, a school's, or that of a contributor in a group."),
        ),
    ]
