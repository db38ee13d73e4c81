"""The addresses of papers written here, and of their issues."""

from django.urls import URLPattern, path

from governance.views import paper_issues, papers, papers_acts, papers_change

AT = "programmes/<slug:key>/papers/"
ONE = f"{AT}<reference:ref>/"
ISSUE = f"{ONE}issues/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(AT, papers.paper_list, name="papers"),
    path(f"{AT}add/", papers_acts.paper_add, name="paper_add"),
    path(ONE, papers.paper, name="paper"),
    path(f"{ONE}change/", papers_change.paper_change, name="paper_change"),
    path(f"{ONE}ready/", papers_acts.paper_ready, name="paper_ready"),
    path(f"{ONE}issue/", papers_acts.paper_issue, name="paper_issue"),
    path(ISSUE, paper_issues.paper_issued, name="paper_issued"),
    path(f"{ISSUE}paper.pdf", paper_issues.paper_pdf, name="paper_pdf"),
    path(f"{ISSUE}paper.docx", paper_issues.paper_docx, name="paper_docx"),
]
