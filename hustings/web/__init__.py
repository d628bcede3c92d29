"""The site: one Django project of small apps, each of which may import only those before it.

    project (settings, data folder, clock)  <  journal  <  officers  <  jobs  <  contests  <  roll
        <  booth  <  letters  <  results

Inside an app: ``urls -> views -> actions (all writes) | queries (all reads) -> models``. Models
hold no rules of counting; the rooms below ``web`` see no model.
"""
